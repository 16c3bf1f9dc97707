#include "job/job.h"

#include "job/account.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/random.h>

namespace platen::job {

std::string_view to_string(JobState state) {
  switch (state) {
  case JobState::pending:
    return "pending";
  case JobState::held:
    return "pending-held";
  case JobState::processing:
    return "processing";
  case JobState::stopped:
    return "processing-stopped";
  case JobState::canceled:
    return "canceled";
  case JobState::aborted:
    return "aborted";
  case JobState::completed:
    return "completed";
  }
  return "unknown";
}

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// IPP's name(127), and what a path segment and a file name take without quoting.
constexpr std::size_t longest_printer_name = 127;

} // namespace

Result<void> check_printer_name(const std::string& name) {
  if (name.empty()) return fail(Errc::invalid, "a printer needs a name");
  if (name.size() > longest_printer_name)
    return fail(Errc::invalid, "a printer's name has at most " +
                                   std::to_string(longest_printer_name) + " characters");
  if (!is_letter_or_digit(name.front()))
    return fail(Errc::invalid, "a printer's name begins with a letter or digit");
  const auto allowed = [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
  };
  if (!std::all_of(name.begin(), name.end(), allowed))
    return fail(Errc::invalid, "a printer's name has only the characters A-Z a-z 0-9 . _ -");
  return {};
}

std::string make_uuid() {
  std::array<unsigned char, 16> bytes{};
  // Below 256 bytes the kernel gives all or, before it is seeded, waits; only a signal can cut in.
  while (::getrandom(bytes.data(), bytes.size(), 0) < 0)
    EXPECTS(errno == EINTR);
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40); // version 4: random
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80); // the variant of RFC 4122
  std::string text = "urn:uuid:";
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 0x0f];
  }
  return text;
}

AccountEntry entry_of(const Job& job) {
  AccountEntry entry;
  entry.job = job.id;
  entry.result = job.state;
  entry.ended = job.finished;
  entry.user = job.user;
  entry.department = job.account_id;
  if (!job.confidential) entry.name = job.name;
  entry.media = job.paper;
  entry.color = job.color;
  entry.copies = job.copies;
  const Usage used = job.used();
  entry.sheets = used.sheets;
  entry.sides = used.sides;
  return entry;
}

std::string beyond(const Limit& limit, std::int64_t used, std::int64_t needs) {
  const std::string unit = limit.count == Limit::Count::sheets ? "sheet" : "side";
  const std::int64_t left = std::max<std::int64_t>(0, limit.most - used);
  const std::string whose =
      limit.of == Limit::Of::user ? limit.name : "the department " + limit.name;
  return "the job needs " + std::to_string(needs) + " " + unit + (needs == 1 ? "" : "s") +
         ", and of the " + std::to_string(limit.most) + " that " + whose + " may print in a " +
         limit.period + " " + std::to_string(left) + (left == 1 ? " is left" : " are left");
}

} // namespace platen::job
