#pragma once

#include "http/exchange.h"

#include <cstdint>
#include <ctime>
#include <string>

namespace platen::http {

// What the connection adds to an answer.
struct Delivery {
  bool http_1_0 = false; // of the request
  bool close = false;    // the connection ends after it
  bool head_only = false;
  std::time_t now = 0;
};

// How the body of an answer is wrapped.
enum class Wrapping { none, length, chunks, until_close };
Wrapping wrapping_of(const Response& response, const Delivery& delivery);

// Status line and fields, with the empty line. Control characters in what the handler gave become
// spaces: they cannot begin a field of their own.
std::string response_head(const Response& response, const Delivery& delivery);

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::time_t time);

} // namespace platen::http
