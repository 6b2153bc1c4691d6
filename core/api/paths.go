package api

// Paths of the API.
const (
	PathHealth       = "/healthz"
	PathDatasets     = "/api/v1/datasets"
	PathJobs         = "/api/v1/jobs"
	PathWeightsFetch = "/api/v1/weights/fetch"
	PathLinks        = "/api/v1/links"
)

// PathDataset is that of a data set.
func PathDataset(id string) string { return PathDatasets + "/" + id }

// PathJob is that of a job: what it made is below it.
func PathJob(id string) string { return PathJobs + "/" + id }
