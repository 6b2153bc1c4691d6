package faults

import (
	"slices"
)

// kerasFaults are the parts of what core/recipe says of a call of Keras. Names
// of its parameters stay as they are.
var kerasFaults = []faultWords{
	said(`want a level of 0 to 255`, "=", "应为 0 至 255"),
	said(`from (\S+) to (\S+)`, "=", "$1 至 $2"),
	said(`a list of shifts`, "=", "位移列表"),
	said(`more than the whole side`, "=", "超过整边长度"),
	said(`want at most (\S+) pixels`, "=", "最多 $1 像素"),
	said(`want about 1/255, which is no step, or up to four times as much`, "=", "应约为 1/255（不成为步骤）或其四倍以内"),
	said(`True`, "=", "True"),
	said(`Graft has nothing like it`, "=", "Graft 没有对应的功能"),
	said(`want True or False`, "=", "应为 True 或 False"),
	said(`want a word in quotes, as in (.+)`, "=", "应为带引号的词，例如 $1"),
	said(`want its parameters in parentheses behind it`, "=", "其后应有括号中的参数"),
	said(`the call of (\w+) has no end`, "=", "$1 的调用没有结束"),
	said(`want "\)"`, "=", "缺少“)”"),
	said(`want a comma between two parameters`, "=", "两个参数之间应有逗号"),
	said(`want parameters as in (\S+)`, "=", "应为 $1 这样的参数"),
	said(`is no parameter of ImageDataGenerator`, "=", "不是 ImageDataGenerator 的参数"),
	said(`is there twice`, "=", "出现了两次"),
	said(`(.+) between things that are not numbers`, "=", "$1 两侧不是数"),
	said(`the number has no end`, "=", "数过大或无穷"),
	said(`more than (\d+) parentheses within each other`, "=", "括号嵌套超过 $1 层"),
	said(`nothing behind it`, "=", "其后没有内容"),
	said(`want a value`, "=", "应为一个值"),
	said(`a sign before what is no number`, "=", "符号后面不是数"),
	said(`want (".") or a comma`, "=", "应为 $1 或逗号"),
	said(`a text without its closing quote`, "=", "文本缺少右引号"),
	said(`(".*") is no number`, "=", "$1 不是数"),
}

var allParts = slices.Concat(kerasFaults, partFaults)
