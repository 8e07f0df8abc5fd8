// Command deployment-file synthesizes a deployment file: deployment-file PATH
package main

import (
	"os"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-azureml-network/cdktf-azureml-network-go/azuremlnetwork"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func main() {
	app := cdktf.NewApp(nil)
	azuremlnetwork.NewDeploymentStack(app, azuremlnetwork.Deployment_FromFile(jsii.String(os.Args[1])))
	app.Synth()
}
