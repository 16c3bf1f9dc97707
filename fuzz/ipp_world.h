#pragma once

#include "intake/ipp/operation.h"
#include "support/ipp_service.h"
#include "wire/ipp/message.h"

#include <cstdio>
#include <cstdlib>

// A whole IPP service over a real store, for targets that send it requests.
namespace platen::fuzz {

using namespace platen::intake::ipp;
using platen::intake::ipp::test::noon;
using platen::ipp::Message;

inline void expect(bool holds) {
  if (!holds) std::abort();
}

// What became of the requests, printed at the end: a target whose requests go no further than the
// checks of their form finds nothing behind them.
struct Tally {
  long requests = 0, well_formed = 0, succeeded = 0;
  void count(ipp_status_t status) {
    ++requests;
    if (status != IPP_STATUS_ERROR_BAD_REQUEST && status != IPP_STATUS_ERROR_REQUEST_ENTITY)
      ++well_formed;
    if (status < IPP_STATUS_ERROR_BAD_REQUEST) ++succeeded;
  }
  ~Tally() {
    std::fprintf(stderr, "%ld requests: %ld beyond bad-request, %ld successful\n", requests,
                 well_formed, succeeded);
  }
};

inline std::filesystem::path folder_for_a_world(bool in_memory) {
  const std::filesystem::path memory = "/dev/shm";
  return in_memory && std::filesystem::is_directory(memory)
             ? memory
             : std::filesystem::temp_directory_path();
}

inline Policy without_a_floor() {
  Policy policy;
  policy.free_bytes = 0; // a small folder in memory will do
  return policy;
}

// With one printer, "office" (canon-ir1020).
class World : public intake::ipp::test::IppService {
public:
  explicit World(bool in_memory = false)
      : IppService(folder_for_a_world(in_memory), without_a_floor()) {
    add_printer("office", "canon-ir1020");
  }
  http::Response answer(Bytes body, const std::string& login) const {
    const std::size_t half = body.size() / 2;
    return IppService::answer({body.first(half), body.subspan(half)}, login);
  }
  Tally tally;
};

} // namespace platen::fuzz
