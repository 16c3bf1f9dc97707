#pragma once

#include "unit/intake_jobs/desk.h"

#include <future>
#include <string>
#include <vector>

// HTTP requests to the IPP service of a desk, as bytes.
namespace platen::intake::ipp::test {

struct Sent {
  std::string method = "POST", path = "/ipp/print", host = "localhost:8631";
  std::string content_type = "application/ipp";
  std::string authorization; // the whole value of the field
  bool loopback = true, encrypted = false;
};

// The body in pieces of `piece` bytes; 0: at once. The answer may come later, from another thread.
std::future<http::Response> begin(Desk& desk, const Sent& sent, const std::string& body,
                                  std::size_t piece = 0);
http::Response send(Desk& desk, const Sent& sent, const std::string& body, std::size_t piece = 0);

// A message with these attributes of the operation group, as NAME=VALUE of the fitting syntax for
// attributes-charset, attributes-natural-language and *-uri; a keyword for others.
Message plain(ipp_op_t operation,
              const std::vector<std::pair<std::string, std::string>>& attributes);
// attributes-charset, attributes-natural-language and printer-uri of "office".
Message polite(ipp_op_t operation, const std::string& uri = "ipp://localhost/ipp/print/office");

Message reply_of(const http::Response& response);
ipp_status_t status_of(const http::Response& response);
ipp_attribute_t* find(const Message& message, const char* name);

} // namespace platen::intake::ipp::test
