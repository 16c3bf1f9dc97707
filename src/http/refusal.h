#pragma once

#include <string>

namespace platen::http {

// Why a request is not even shown to the handler. The text is for the person who wrote the client.
struct Refusal {
  int status = 400;
  std::string text;
};

} // namespace platen::http
