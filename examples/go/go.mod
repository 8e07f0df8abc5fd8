module example.com/azureml-network

go 1.25

require (
	github.com/aws/constructs-go/constructs/v10 v10.4.2
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdktf-azureml-network/cdktf-azureml-network-go/azuremlnetwork v0.2.0
	github.com/cdktf/cdktf-provider-azurerm-go/azurerm/v14 v14.23.1
	github.com/hashicorp/terraform-cdk-go/cdktf v0.21.0
)
