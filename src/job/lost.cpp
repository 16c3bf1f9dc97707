#include "job/lost.h"

#include <cerrno>
#include <ctime>

#include <sys/stat.h>

namespace platen::job {

namespace fs = std::filesystem;

namespace {

std::string time_text(Time now) {
  std::tm parts{};
  const std::time_t seconds = now;
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts)};
}

} // namespace

Result<fs::path> make_lost_folder(const fs::path& folder, Time now) {
  TRY_VOID(make_durable_folder(folder / "lost"));
  const std::string name = time_text(now);
  constexpr int most = 1'000; // within one second
  for (int number = 1; number < most; ++number) {
    fs::path path = folder / "lost" / (number == 1 ? name : name + "-" + std::to_string(number));
    if (::mkdir(path.c_str(), 0700) == 0) {
      TRY_VOID(sync_folder(folder / "lost"));
      return path;
    }
    if (errno != EEXIST)
      return fail(Errc::io, "cannot make the folder " + path.string() + ": " + errno_text(errno));
  }
  return fail(Errc::limit, "there are too many folders in " + (folder / "lost").string());
}

fs::path lost_documents(const fs::path& lost, const DocumentFolder& documents) {
  return documents.path().parent_path() / "lost" / lost.filename() / "documents";
}

} // namespace platen::job
