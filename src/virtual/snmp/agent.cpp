#include "virtual/snmp/agent.h"

#include <algorithm>

namespace platen::twin::snmp {

namespace {

constexpr std::int64_t no_such_name = 2; // RFC 1157 error-status
constexpr std::size_t largest_question = 4096;
constexpr std::size_t largest_answer = 1400; // what fits a datagram on any network

bool admits(const std::string& community) {
  return community == "public" || community == "canon_admin";
}

// Version 1 refuses the whole question where one variable is missing.
struct Answers {
  const Tree& tree;
  Response response;

  void get(const Request& request) {
    for (const Oid& name : request.names) {
      const auto found = tree.find(name);
      if (found != tree.end())
        response.variables.push_back({name, found->second});
      else
        missing(request, name, Missing::object);
    }
  }
  void next(const Request& request) {
    for (const Oid& name : request.names)
      step(request, name);
  }
  void bulk(const Request& request) {
    const auto singles = static_cast<std::size_t>(
        std::clamp<std::int64_t>(request.non_repeaters, 0, std::ssize(request.names)));
    for (std::size_t i = 0; i < singles; ++i)
      step(request, request.names[i]);
    std::vector<Oid> at(request.names.begin() + static_cast<std::ptrdiff_t>(singles),
                        request.names.end());
    for (std::int64_t i = 0; i < request.repetitions && !at.empty(); ++i) {
      for (Oid& name : at)
        name = step(request, name);
      if (write_response(response).size() > largest_answer) return;
    }
  }

private:
  Oid step(const Request& request, const Oid& name) {
    const auto found = tree.upper_bound(name);
    if (found == tree.end()) {
      missing(request, name, Missing::end);
      return name;
    }
    response.variables.push_back({found->first, found->second});
    return found->first;
  }
  void missing(const Request& request, const Oid& name, Missing how) {
    response.variables.push_back({name, request.version == 0 ? Missing::null : how});
    if (request.version != 0 || response.error != 0) return;
    response.error = no_such_name;
    response.error_index = std::ssize(response.variables);
  }
};

} // namespace

std::optional<Buffer> answer(Bytes datagram, const Tree& tree) {
  if (datagram.size() > largest_question) return std::nullopt;
  const auto request = read_request(datagram);
  if (!request || !admits(request->community)) return std::nullopt;
  Answers answers{tree, {}};
  answers.response.version = request->version;
  answers.response.community = request->community;
  answers.response.id = request->id;
  if (request->kind == Kind::get)
    answers.get(*request);
  else if (request->kind == Kind::get_next)
    answers.next(*request);
  else
    answers.bulk(*request);
  if (answers.response.error != 0) { // the question comes back as it was
    answers.response.variables.clear();
    for (const Oid& name : request->names)
      answers.response.variables.push_back({name, Missing::null});
  }
  return write_response(answers.response);
}

} // namespace platen::twin::snmp
