#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

// The messages of SNMP version 1 and 2c as the twin's agent reads and writes them
// (docs/protocols/snmp.md §1).
namespace platen::twin::snmp {

using Oid = std::vector<std::uint32_t>;

enum class Kind : std::uint8_t { get = 0xa0, get_next = 0xa1, response = 0xa2, get_bulk = 0xa5 };

struct Request {
  std::int64_t version = 0; // 0: version 1, 1: version 2c
  std::string community;
  Kind kind = Kind::get;
  std::int64_t id = 0;
  std::int64_t non_repeaters = 0, repetitions = 0; // of get_bulk
  std::vector<Oid> names;
};

struct Ticks {
  std::uint32_t hundredths;
};
struct Counter {
  std::uint32_t count;
};
enum class Missing : std::uint8_t { null = 0x05, object = 0x80, instance = 0x81, end = 0x82 };
using Value = std::variant<std::int64_t, std::string, Oid, Ticks, Counter, Missing>;
struct Variable {
  Oid name;
  Value value;
};

struct Response {
  std::int64_t version = 0;
  std::string community;
  std::int64_t id = 0, error = 0, error_index = 0;
  std::vector<Variable> variables;
};

// Errc::malformed, Errc::unsupported for what an agent of read-only variables does not serve.
Result<Request> read_request(Bytes datagram);
Buffer write_response(const Response& response);

} // namespace platen::twin::snmp
