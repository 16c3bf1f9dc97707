#pragma once

#include "base/result.h"
#include "http/exchange.h"

#include <string>

namespace platen::intake::escl {

// The status of HTTP for each kind of error, in what eSCL's clients take it for: 404 is the end of
// the feeder, 409 a jam or a conflict, 503 "ask again".
int status_of(Errc code);

http::Response error_reply(const Error& error);
http::Response later_reply(std::string text, int seconds); // 503 with Retry-After
http::Response xml_reply(std::string document);
http::Response created_reply(std::string location);
http::Response not_allowed_reply(std::string_view methods); // 405

} // namespace platen::intake::escl
