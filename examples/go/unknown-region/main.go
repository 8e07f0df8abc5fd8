// Command unknown-region shows how the library refuses an argument: the region does not exist.
package main

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-azureml-network/cdktf-azureml-network-go/azuremlnetwork"
)

func main() {
	defer jsii.Close()
	// Bindings for Go have no errors to return: what Node.js throws, they panic with.
	defer func() {
		if refusal := recover(); refusal != nil {
			fmt.Println(refusal)
		}
	}()
	azuremlnetwork.MachineLearning_Requirements(&azuremlnetwork.MachineLearningRequirementsProps{
		Cloud:     azuremlnetwork.Cloud_PUBLIC,
		Region:    jsii.String("westus22"),
		Edition:   azuremlnetwork.Edition_E2026_03_19,
		Workspace: &azuremlnetwork.WorkspaceProps{PrivateEndpoint: jsii.Bool(true)},
		Compute:   &azuremlnetwork.ComputeProps{PublicIp: jsii.Bool(false)},
		Scenarios: &[]azuremlnetwork.Scenario{},
	})
}
