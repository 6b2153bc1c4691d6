package dataset

import "graft/core/fault"

// Faults that a caller may want to tell apart; each error is of one of them at most.
var (
	ErrNotArchive = fault.Define("dataset.not_archive", "not a zip, tar or tar.gz")
	ErrDamaged    = fault.Define("dataset.damaged", "the archive is damaged or cut off")
	ErrTooBig     = fault.Define("dataset.too_big", "too big")
	ErrUnpacked   = fault.Define("dataset.unpacked", "dataset: too big: it unpacks to more than {most}").Within(ErrTooBig)
	ErrEmpty      = fault.Define("dataset.empty", "dataset: no pictures in class folders: want a folder of pictures for each class{hint}")
	ErrOneClass   = fault.Define("dataset.one_class", "dataset: only one class: the {pictures} pictures are all in {class:%q}: want a folder for each of two classes or more{hint}")
	ErrNotFound   = fault.Define("dataset.not_found", "not found")
)

var (
	emptyFile     = fault.Define("dataset.empty_file", "dataset: empty file: not a zip, tar or tar.gz").Within(ErrNotArchive)
	otherFile     = fault.Define("dataset.other_file", "dataset: this is {what}: not a zip, tar or tar.gz").Within(ErrNotArchive)
	noTar         = fault.Define("dataset.no_tar", "dataset: this is a gzip file without a tar in it: not a zip, tar or tar.gz").Within(ErrNotArchive)
	notOne        = fault.Define("dataset.unknown_file", "dataset: not a zip, tar or tar.gz of class folders").Within(ErrNotArchive)
	notRegular    = fault.Define("dataset.special_file", "dataset: not a zip, tar or tar.gz: not a regular file").Within(ErrNotArchive)
	sharedBytes   = fault.Define("dataset.shared_bytes", "the archive is damaged or cut off: {one:%.60q} and {other:%.60q} share bytes of the archive: want each file packed by itself").Within(ErrDamaged)
	damagedBy     = fault.Define("dataset.damaged_by", "the archive is damaged or cut off: {cause}").Within(ErrDamaged)
	largeArchive  = fault.Define("dataset.large_archive", "dataset: too big: an archive of {size}: want at most {most}").Within(ErrTooBig)
	largeFile     = fault.Define("dataset.large_file", "too big: more than {most}").Within(ErrTooBig)
	manyFiles     = fault.Define("dataset.many_files", "dataset: too big: more than {most} files").Within(ErrTooBig)
	manyClasses   = fault.Define("dataset.many_classes", "dataset: too big: {n} classes: want at most {most}").Within(ErrTooBig)
	tooSlow       = fault.Define("dataset.slow", "dataset: too big: unpacking it and checking its pictures takes more than {minutes:%.4g} minutes").Within(ErrTooBig)
	isFile        = fault.Define("dataset.is_file", "dataset: {path} is a file: want a folder of class folders")
	noClassSplits = fault.Define("dataset.no_split", "dataset: split: no class has two different pictures: want one to validate with")
)

// Why a file of a set is not taken.
var (
	skipLong      = fault.Define("dataset.skip_long_path", "its path is too long")
	skipControl   = fault.Define("dataset.skip_control", "its name has control characters")
	skipAbsolute  = fault.Define("dataset.skip_absolute", "its path is absolute")
	skipLeaves    = fault.Define("dataset.skip_leaves", `its path leaves the archive with ".."`)
	skipNoName    = fault.Define("dataset.skip_no_name", "it has no name")
	skipSystem    = fault.Define("dataset.skip_system", "written by the operating system")
	skipHidden    = fault.Define("dataset.skip_hidden", "hidden file")
	skipLoose     = fault.Define("dataset.skip_loose", "not in a class folder")
	skipSparse    = fault.Define("dataset.skip_sparse", "a sparse file")
	skipFolder    = fault.Define("dataset.skip_empty_folder", "empty folder")
	skipTwice     = fault.Define("dataset.skip_twice", "a second file of this name")
	skipLarge     = fault.Define("dataset.skip_large", "{size}: want at most {most} a picture")
	skipLink      = fault.Define("dataset.skip_link", "a symbolic link")
	skipHardLink  = fault.Define("dataset.skip_hard_link", "a hard link")
	skipDirLink   = fault.Define("dataset.skip_folder_link", "a symbolic link to a folder")
	skipNote      = fault.Define("dataset.skip_note", "a note of the program that packed the archive")
	skipSpecial   = fault.Define("dataset.skip_special", "not a regular file")
	skipEncrypted = fault.Define("dataset.skip_encrypted", "encrypted: pack it again without a password")
	skipMethod    = fault.Define("dataset.skip_method", "packed by method {method}: want store or deflate")
	skipUnread    = fault.Define("dataset.skip_unread", "cannot be read: {cause}")
	skippedHint   = fault.Define("dataset.hint", " ({n} files were skipped; {path}: {reason})")
	skippedOne    = fault.Define("dataset.hint_one", " (1 file was skipped; {path}: {reason})")
)
