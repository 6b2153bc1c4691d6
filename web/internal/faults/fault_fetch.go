package faults

import (
	"slices"
)

// fetchFaults are the reasons why weights could not be fetched (core/resnet's
// Reason), each by itself, as of a fetch beside the work, and as what ended a run.
var fetchFaults = slices.Concat(
	unfetched(`the hub does not answer`, "the hub does not answer", "模型库没有响应"),
	unfetched(`(\S+) does not answer`, "$1 does not answer", "$1 没有响应"),
	unfetched(`TLS or a proxy refused the way to the hub`, "TLS or a proxy refused the way to the hub", "通往模型库的连接被 TLS 或代理拒绝"),
	unfetched(`TLS or a proxy refused the way to (\S+)`, "TLS or a proxy refused the way to $1", "通往 $1 的连接被 TLS 或代理拒绝"),
	unfetched(`the hub answered (\d+)`, "the hub answered $1", "模型库返回 $1"),
	unfetched(`(\S+) answered (\d+)`, "$1 answered $2", "$1 返回 $2"),
	unfetched(`the connection broke off; what came is kept`, "the connection broke off; what came is kept", "连接中断；已下载部分保留"),
	unfetched(`what came was damaged on the way`, "what came was damaged on the way", "下载内容在传输中损坏"),
	unfetched(`the server's cache of weights cannot be written: (.*)`, "the server's cache of weights cannot be written: $1", "服务器的权重缓存无法写入：$1"),
	unfetched(`the weights are not here, and the server works without a network`, "the weights are not here, and the server works without a network", "此处没有这些权重，且服务器离线运行"),
	unfetched(`the hub does not answer as the hub does`, "what answers there is no hub", "应答的不是模型库"),
	unfetched(`(\S+) does not answer as the hub does`, "$1 does not answer as the hub does", "$1 的应答不同于模型库"),
	unfetched(`what came is not a ResNet-50.*`, "what the hub sent is not a ResNet-50", "模型库发来的不是 ResNet-50"),
	unfetched(`somebody stopped it`, "somebody stopped it", "已被停止"),
	[]faultWords{said(`.*the weights could not be fetched.*`, "The weights could not be fetched. "+otherWeightsEn, "无法下载权重。"+otherWeightsZh)}, // older servers
)

const (
	otherWeightsEn = "Take Starter, which needs no network, or start the trainer with -weights and a model.safetensors that was fetched elsewhere"
	otherWeightsZh = "可改选“自带”，它无需网络；或在启动服务器时用 -weights 指定 model.safetensors 文件"
)

// unfetched are the words for a reason, by itself and as the end of a run.
func unfetched(pattern, en, zh string) []faultWords {
	return []faultWords{
		said(pattern, en, zh),
		said(`.*the weights could not be fetched: `+pattern, "The weights could not be fetched: "+en+". "+otherWeightsEn, "无法下载权重："+zh+"。"+otherWeightsZh),
	}
}
