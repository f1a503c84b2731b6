package player

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
)

func (sdk SDK) check(expect expectation, object any, err error) []string {
	if expect.Error != nil {
		if err == nil {
			return []string{fmt.Sprintf("no error, want %v", expect.Error)}
		}
		return mismatches(expect.Error, sdk.errorFields(err))
	}
	if err != nil {
		return []string{err.Error()}
	}
	actual, err := objectFields(object)
	if err != nil {
		return []string{err.Error()}
	}
	return mismatches(expect.OK, actual)
}

// mismatches compares only what is expected; <field>_matches is a pattern for <field>.
func mismatches(expected, actual map[string]any) []string {
	var found []string
	for field, want := range expected {
		if name, ok := strings.CutSuffix(field, "_matches"); ok {
			got, _ := actual[name].(string)
			if !regexp.MustCompile(want.(string)).MatchString(got) {
				found = append(found, fmt.Sprintf("%s is %q, want a match of %s", name, got, want))
			}
		} else if list, ok := want.([]any); ok {
			found = append(found, listMismatches(field, list, actual[field])...)
		} else if got, ok := actual[field]; !ok || !reflect.DeepEqual(got, want) {
			found = append(found, fmt.Sprintf("%s is %#v, want %#v", field, got, want))
		}
	}
	return found
}

func listMismatches(field string, expected []any, actual any) []string {
	list, _ := actual.([]any)
	if len(list) != len(expected) {
		return []string{fmt.Sprintf("%s are %v, want %v", field, list, expected)}
	}
	var found []string
	for i, want := range expected {
		for _, mismatch := range mismatches(want.(map[string]any), list[i].(map[string]any)) {
			found = append(found, fmt.Sprintf("%s[%d]: %s", field, i, mismatch))
		}
	}
	return found
}

// objectFields has the fields of an SDK's object under their names in the API.
func objectFields(object any) (map[string]any, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	var named map[string]any
	err = json.Unmarshal(text, &named)
	return named, err
}
