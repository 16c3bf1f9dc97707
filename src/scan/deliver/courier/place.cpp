#include "scan/deliver/courier/share.h"
#include "scan/deliver/deliver_limits.h"

#include <algorithm>

namespace platen::scan::courier {

namespace {

constexpr std::int32_t cleared_tries = 8; // what earlier ones left, as many of them

// Another one in each try: what is still under way of an earlier one must not write into this one.
std::string temporary_name(const std::string& id, std::size_t index, std::int32_t number) {
  return ".platen-" + id + "-" + std::to_string(index) + "-" + std::to_string(number) + ".part";
}

void clear_earlier(const DeliveryTry& attempt, std::size_t index, Share& share) {
  for (std::int32_t number = std::max(attempt.number - cleared_tries, 1); number < attempt.number;
       ++number)
    share.remove(temporary_name(attempt.id, index, number));
}

struct Placed {
  std::string name;
  bool unreadable_beside = false; // a name was passed over of which nobody knows what it is
};

Result<Placed> place(const PackedFile& file, LocalFile& local, const std::string& temporary,
                     Share& share) {
  Placed placed;
  bool written = false;
  for (std::size_t number = 1; number <= limits::delivery_names; ++number) {
    placed.name = numbered(file.name, number);
    auto seen = share.look(placed.name, local);
    if (seen && *seen == Seen::nothing) {
      if (!written) TRY_VOID(share.put(temporary, local));
      written = true;
      TRY(const bool renamed, share.rename(temporary, placed.name));
      if (renamed) return placed;
      seen = share.look(placed.name, local); // somebody was faster
    }
    if (!seen) return Failure(seen.error());
    if (*seen == Seen::same) {
      if (written) share.remove(temporary);
      return placed;
    }
    placed.unreadable_beside |= *seen == Seen::unreadable;
  }
  return fail(Errc::conflict, "the name " + file.name + " and " +
                                  std::to_string(limits::delivery_names) +
                                  " others like it are taken: clear the folder, or put {counter} "
                                  "into the name");
}

} // namespace

std::string numbered(const std::string& name, std::size_t number) {
  if (number == 1) return name;
  const std::size_t dot = name.rfind('.');
  const std::size_t cut = dot == std::string::npos || dot == 0 ? name.size() : dot;
  return name.substr(0, cut) + " (" + std::to_string(number) + ")" + name.substr(cut);
}

Result<std::string> place_files(const DeliveryTry& attempt, Share& share, Reporter& reporter) {
  std::string note;
  for (std::size_t index = 0; index < attempt.files.size(); ++index) {
    const PackedFile& file = attempt.files[index];
    const std::string temporary = temporary_name(attempt.id, index + 1, attempt.number);
    TRY(LocalFile local, LocalFile::open(file));
    clear_earlier(attempt, index + 1, share);
    const auto placed = place(file, local, temporary, share);
    if (!placed) {
      // Where nobody answers nothing can be removed; the next try writes over it.
      const Errc code = placed.error().code;
      if (code != Errc::unreachable && code != Errc::timeout) share.remove(temporary);
      return fail_within(file.name, placed.error());
    }
    if (placed->unreadable_beside)
      note = "; something called " + file.name +
             " lies there that may not be read, so that nobody knows whether it is the same";
    reporter.arrived(placed->name);
    reporter.moving();
  }
  return note;
}

} // namespace platen::scan::courier
