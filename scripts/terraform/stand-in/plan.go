package main

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// filled gives an object whose computed attributes have a value where they have none.
func filled(of block, object tftypes.Value, value func(tftypes.Type) tftypes.Value) (tftypes.Value, error) {
	if object.IsNull() || !object.IsKnown() {
		return object, nil
	}
	fields := map[string]tftypes.Value{}
	if err := object.As(&fields); err != nil {
		return object, err
	}
	for name, one := range of.Attributes {
		if one.Computed && fields[name].IsNull() {
			fields[name] = value(fields[name].Type())
		}
	}
	for name, one := range of.BlockTypes {
		inner, err := filledBlocks(one, fields[name], value)
		if err != nil {
			return object, err
		}
		fields[name] = inner
	}
	return tftypes.NewValue(object.Type(), fields), nil
}

func filledBlocks(of nested, value tftypes.Value, with func(tftypes.Type) tftypes.Value) (tftypes.Value, error) {
	if of.NestingMode == "single" || value.IsNull() || !value.IsKnown() {
		return value, nil
	}
	items := []tftypes.Value{}
	if err := value.As(&items); err != nil {
		return value, err
	}
	for index, item := range items {
		inner, err := filled(of.Block, item, with)
		if err != nil {
			return value, err
		}
		items[index] = inner
	}
	return tftypes.NewValue(value.Type(), items), nil
}

func unknown(of tftypes.Type) tftypes.Value {
	return tftypes.NewValue(of, tftypes.UnknownValue)
}

// placeholder is what a data source reads: text that looks like an id, and nothing else.
func placeholder(of tftypes.Type) tftypes.Value {
	if of.Is(tftypes.String) {
		return tftypes.NewValue(of, "00000000-0000-0000-0000-000000000000")
	}
	return tftypes.NewValue(of, nil)
}
