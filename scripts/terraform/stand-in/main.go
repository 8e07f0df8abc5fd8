// Command stand-in answers Terraform in the place of the provider azurerm. It has the provider's schema and none of its checks, and
// talks to nobody. So Terraform can load, validate and plan a configuration on a machine where the provider cannot be had.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

// schemaFile is the environment variable that names the file with the schema.
const schemaFile = "AZURERM_STAND_IN_SCHEMA"

// server answers what `validate`, `plan` and an import ask. All else is left to the interface that it embeds, which has no answer.
type server struct {
	tfprotov5.ProviderServer
	schemas *schemas
}

func (s server) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	answer := &tfprotov5.GetMetadataResponse{ServerCapabilities: &tfprotov5.ServerCapabilities{}}
	for name := range s.schemas.Resources {
		answer.Resources = append(answer.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for name := range s.schemas.DataSources {
		answer.DataSources = append(answer.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return answer, nil
}

func (s server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	provider, err := schemaOf(s.schemas.Provider)
	if err != nil {
		return nil, err
	}
	resources, err := schemasOf(s.schemas.Resources)
	if err != nil {
		return nil, err
	}
	dataSources, err := schemasOf(s.schemas.DataSources)
	return &tfprotov5.GetProviderSchemaResponse{Provider: provider, ResourceSchemas: resources, DataSourceSchemas: dataSources}, err
}

func (s server) GetResourceIdentitySchemas(context.Context, *tfprotov5.GetResourceIdentitySchemasRequest) (
	*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}

func (s server) PrepareProviderConfig(_ context.Context, request *tfprotov5.PrepareProviderConfigRequest) (
	*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s server) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (s server) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (s server) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (
	*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (s server) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (
	*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (s server) PlanResourceChange(_ context.Context, request *tfprotov5.PlanResourceChangeRequest) (
	*tfprotov5.PlanResourceChangeResponse, error) {
	of := s.schemas.Resources[request.TypeName]
	planned, err := answered(of, request.ProposedNewState, false)
	if err != nil {
		return nil, err
	}
	paths, err := replaced(of, request.PriorState, planned)
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: planned, RequiresReplace: paths}, err
}

func (s server) ReadDataSource(_ context.Context, request *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	of := s.schemas.DataSources[request.TypeName]
	state, err := answered(of, request.Config, true)
	return &tfprotov5.ReadDataSourceResponse{State: state}, err
}

// answered fills what the provider computes: with what is not known yet, or with placeholders for what was read.
func answered(of block, given *tfprotov5.DynamicValue, isRead bool) (*tfprotov5.DynamicValue, error) {
	schema, err := schemaOf(of)
	if err != nil {
		return nil, err
	}
	object, err := given.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}
	value := unknown
	if isRead {
		value = placeholder
	}
	full, err := filled(of, object, value)
	if err != nil {
		return nil, err
	}
	answer, err := tfprotov5.NewDynamicValue(schema.ValueType(), full)
	return &answer, err
}

func main() {
	read, err := readSchemas(os.Getenv(schemaFile))
	if err == nil {
		err = tf5server.Serve("registry.terraform.io/hashicorp/azurerm", func() tfprotov5.ProviderServer { return server{schemas: read} })
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "the stand-in for azurerm: %v\n", err)
		os.Exit(1)
	}
}
