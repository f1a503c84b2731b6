package player

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// StripeError has the fields of a *stripe.Error of any version.
type StripeError struct {
	Type    string
	Status  int
	Code    string
	Param   string
	Message string
}

func (sdk SDK) errorFields(err error) map[string]any {
	shown := sdk.StripeError(err)
	if shown == nil {
		return map[string]any{"kind": plainKind(err), "status": nil, "code": nil, "param": nil, "message": err.Error()}
	}
	return map[string]any{
		"kind":    strings.TrimSuffix(shown.Type, "_error"),
		"status":  float64(shown.Status),
		"code":    orNil(shown.Code),
		"param":   orNil(shown.Param),
		"message": shown.Message,
	}
}

// stripe-go passes on net/http's errors about connections, and has no class of its own for an answer that it can't read.
func plainKind(err error) string {
	if errors.As(err, new(*url.Error)) {
		return "connection"
	}
	return "api"
}

func (sdk SDK) outcome(err error) string {
	if err == nil {
		return "ok"
	}
	class := strings.TrimPrefix(fmt.Sprintf("%T", err), "*")
	if shown := sdk.StripeError(err); shown != nil {
		return fmt.Sprintf("%s %d", class, shown.Status)
	}
	return class + " -"
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}
