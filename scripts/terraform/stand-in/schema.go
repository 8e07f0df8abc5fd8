package main

import (
	"encoding/json"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// schemas is the file that `npm run provider-schema` writes.
type schemas struct {
	Provider    block            `json:"provider"`
	Resources   map[string]block `json:"resources"`
	DataSources map[string]block `json:"data_sources"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	BlockTypes map[string]nested    `json:"block_types"`
}

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
}

type nested struct {
	NestingMode string `json:"nesting_mode"`
	MinItems    int64  `json:"min_items"`
	MaxItems    int64  `json:"max_items"`
	Block       block  `json:"block"`
}

func readSchemas(path string) (*schemas, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	read := &schemas{}
	return read, json.Unmarshal(text, read)
}

func schemasOf(blocks map[string]block) (map[string]*tfprotov5.Schema, error) {
	all := map[string]*tfprotov5.Schema{}
	for name, one := range blocks {
		schema, err := schemaOf(one)
		if err != nil {
			return nil, err
		}
		all[name] = schema
	}
	return all, nil
}

func schemaOf(of block) (*tfprotov5.Schema, error) {
	converted, err := blockOf(of)
	return &tfprotov5.Schema{Block: converted}, err
}

func blockOf(of block) (*tfprotov5.SchemaBlock, error) {
	converted := &tfprotov5.SchemaBlock{}
	for name, one := range of.Attributes {
		// There is no other way to read a type that is written as JSON.
		kind, err := tftypes.ParseJSONType(one.Type) //nolint:staticcheck
		if err != nil {
			return nil, err
		}
		converted.Attributes = append(converted.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: kind, Required: one.Required, Optional: one.Optional, Computed: one.Computed,
		})
	}
	modes := map[string]tfprotov5.SchemaNestedBlockNestingMode{
		"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
		"list":   tfprotov5.SchemaNestedBlockNestingModeList,
		"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
	}
	for name, one := range of.BlockTypes {
		inner, err := blockOf(one.Block)
		if err != nil {
			return nil, err
		}
		converted.BlockTypes = append(converted.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: modes[one.NestingMode], MinItems: one.MinItems, MaxItems: one.MaxItems, Block: inner,
		})
	}
	return converted, nil
}
