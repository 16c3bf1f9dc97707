// What a printer says on its print port, in pieces.
#include "device/from_pjl.h"
#include "status_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  std::string received;
  constexpr std::size_t piece = 37;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = 0; at < size; at += piece) {
    received += text.substr(at, piece);
    pjl::StatusAnswers answers;
    pjl::take_answers(received, answers);
    if (answers.page_count) EXPECTS(answers.counted && *answers.page_count >= 0);
    if (answers.status) {
      EXPECTS(answers.status->code > 0);
      fuzz::check(device::from_pjl(*answers.status, answers.page_count));
    }
    EXPECTS(received.find('\f') == std::string::npos);
  }
  return 0;
}
