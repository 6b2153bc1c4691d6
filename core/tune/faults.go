package tune

import "graft/core/fault"

// Why a run fails.
var (
	noPicture     = fault.Define("tune.no_picture", "tune: class {class:%q}: no picture to train on: {cause}")
	noValidation  = fault.Define("tune.no_validation", "tune: validation: no picture is left for it of {pictures}: want more pictures or a larger validation_split")
	manyFeatures  = fault.Define("tune.many_features", "tune: views: {pictures} pictures with {views} views each need {needed:%.1f} GB of features: want at most {most:%.1f}: fewer views")
	diverged      = fault.Define("tune.loss", "the loss is {loss}: want a learning_rate below {rate:%g}")
	divergedLater = fault.Define("tune.validation_loss", "the validation loss is {loss}: want a learning_rate below {rate:%g}")
	inEpoch       = fault.Define("tune.epoch", "tune: {phase}: epoch {epoch}: {cause}")
	noTop         = fault.Define("tune.no_top", "tune: train.top: the weights {weights:%q} come without the 1000-way layer that a softmax is made by: want a file that has it (Keras: not one named notop)")
	mapsNotKept   = fault.Define("tune.maps_not_kept", "the maps cannot be kept: {cause}: make room, or leave out the cache")
	fileChanged   = fault.Define("tune.file_changed", "the file has changed since the data set was read")
	emptyClass    = fault.Define("tune.class_empty", "the class is empty")
)

// What a result warns of.
var (
	warnMapsTooLarge   = fault.Define("tune.warn_maps_too_large", "What the frozen stages make of {views} views would take {needed:%.1f} GB of disk, more than the {most:%.1f} that it may: they were computed again in every epoch. Fewer views would train faster.")
	warnMapsNoRoom     = fault.Define("tune.warn_maps_no_room", "The disk has too little room for what the frozen stages make of {views} views: they were computed again in every epoch.")
	warnFeaturesNoRoom = fault.Define("tune.warn_features_no_room", "The features were not kept for the next run: the disk, or what the cache may hold of it, has too little room.")
	warnFeaturesFault  = fault.Define("tune.warn_features_not_kept", "The features could not be kept for the next run: {cause}.")
	warnBeganAnew      = fault.Define("tune.warn_began_anew", "The checkpoint of an earlier run could not be read, so training began anew: {cause}.")
	warnNoCheckpoints  = fault.Define("tune.warn_no_checkpoints", "Checkpoints could not be written, so a run cut off would have begun anew: {cause}.")
	warnOneValidation  = fault.Define("tune.warn_one_validation", "Only 1 validation picture: the accuracy is all or nothing, so it says little.")
	warnFewValidation  = fault.Define("tune.warn_few_validation", "Only {n} validation pictures: the accuracy moves by {percent:%.0f} % with each, so it says little.")
	warnCollapsed      = fault.Define("tune.warn_collapsed", "The head has collapsed: it takes every validation picture for {class:%q}. More pictures, more epochs or another learning rate may help.")
	warnUnreadable     = fault.Define("tune.warn_unreadable", "{n} pictures could not be read and were left out.")
	warnAmbiguous      = fault.Define("tune.warn_ambiguous", "{n} pictures are in more than one class, byte for byte: no head can tell those apart.")
	warnUnchecked      = fault.Define("tune.warn_unchecked", "No picture of {class:%q} is left to check with: how well it is recognised is unknown. It needs two different ones.")
	warnManyUnchecked  = fault.Define("tune.warn_many_unchecked", "{n} classes have no picture left to check with, {class:%q} among them: how well they are recognised is unknown. Each needs two different ones.")
	warnUnequal        = fault.Define("tune.warn_unequal", "{large:%q} has {many} pictures to learn from, {small:%q} only {few}: the head leans towards the larger class. More pictures of the smaller help, or balanced class weights.")
)
