package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// existingFile is the environment variable that names the output of `terraform show -json` with the resources that exist.
const existingFile = "AZURERM_STAND_IN_EXISTING"

// forcesNew are arguments that azurerm cannot change in place.
var forcesNew = []string{
	"name", "location", "resource_group_name", "subnet_id", "firewall_policy_id", "azure_firewall_name", "network_security_group_name",
	"route_table_name", "nat_gateway_id", "public_ip_address_id", "public_ip_prefix_id", "workspace_id",
}

// existing is a part of the output of `terraform show -json`.
type existing struct {
	Values struct {
		RootModule struct {
			Resources []struct {
				Type   string          `json:"type"`
				Values json.RawMessage `json:"values"`
			} `json:"resources"`
		} `json:"root_module"`
	} `json:"values"`
}

func (s server) UpgradeResourceState(_ context.Context, request *tfprotov5.UpgradeResourceStateRequest) (
	*tfprotov5.UpgradeResourceStateResponse, error) {
	state, err := stateOf(s.schemas.Resources[request.TypeName], request.RawState.JSON)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: state}, err
}

func (s server) ReadResource(_ context.Context, request *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: request.CurrentState}, nil
}

func (s server) ImportResourceState(_ context.Context, request *tfprotov5.ImportResourceStateRequest) (
	*tfprotov5.ImportResourceStateResponse, error) {
	text, err := os.ReadFile(os.Getenv(existingFile))
	if err != nil {
		return nil, err
	}
	read := existing{}
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, err
	}
	for _, one := range read.Values.RootModule.Resources {
		id := struct {
			ID string `json:"id"`
		}{}
		if err := json.Unmarshal(one.Values, &id); err != nil {
			return nil, err
		}
		if one.Type == request.TypeName && strings.EqualFold(id.ID, request.ID) {
			state, err := stateOf(s.schemas.Resources[request.TypeName], one.Values)
			imported := []*tfprotov5.ImportedResource{{TypeName: request.TypeName, State: state}}
			return &tfprotov5.ImportResourceStateResponse{ImportedResources: imported}, err
		}
	}
	return nil, fmt.Errorf("no %s has the id %s", request.TypeName, request.ID)
}

// stateOf reads values as JSON has them; what they leave out is not set.
func stateOf(of block, text []byte) (*tfprotov5.DynamicValue, error) {
	schema, err := schemaOf(of)
	if err != nil {
		return nil, err
	}
	raw := tfprotov5.RawState{JSON: text}
	ignore := tfprotov5.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}}
	value, err := raw.UnmarshalWithOpts(schema.ValueType(), ignore)
	if err != nil {
		return nil, err
	}
	fields := map[string]tftypes.Value{}
	if err := value.As(&fields); err != nil {
		return nil, err
	}
	for name, one := range of.BlockTypes {
		if one.NestingMode != "single" && fields[name].IsNull() {
			fields[name] = tftypes.NewValue(fields[name].Type(), []tftypes.Value{})
		}
	}
	state, err := tfprotov5.NewDynamicValue(schema.ValueType(), tftypes.NewValue(value.Type(), fields))
	return &state, err
}

// replaced names the arguments whose change makes azurerm destroy a resource and make another.
func replaced(of block, before, after *tfprotov5.DynamicValue) ([]*tftypes.AttributePath, error) {
	schema, err := schemaOf(of)
	if err != nil {
		return nil, err
	}
	both := [2]map[string]tftypes.Value{}
	for index, one := range []*tfprotov5.DynamicValue{before, after} {
		value, err := one.Unmarshal(schema.ValueType())
		if err != nil || value.IsNull() {
			return nil, err
		}
		if err := value.As(&both[index]); err != nil {
			return nil, err
		}
	}
	paths := []*tftypes.AttributePath{}
	for _, name := range forcesNew {
		if one, has := both[0][name]; has && !one.Equal(both[1][name]) {
			paths = append(paths, tftypes.NewAttributePath().WithAttributeName(name))
		}
	}
	return paths, nil
}
