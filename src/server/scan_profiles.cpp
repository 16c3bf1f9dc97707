#include "server/scan_profiles.h"

#include "base/file.h"
#include "base/limits.h"
#include "scan/engine/catalogue.h"
#include "scan/pack/coded_page.h"

namespace platen::server {

std::filesystem::path ScanProfiles::file_of(const std::string& scanner) const {
  return folder_ / (scanner + ".icc");
}

Result<Buffer> ScanProfiles::find(const std::string& scanner) const {
  const std::filesystem::path file = file_of(scanner);
  std::error_code error;
  if (!std::filesystem::exists(file, error) && !error) return Buffer();
  TRY(Buffer profile, read_file(file, limits::icc_profile_bytes));
  if (const auto checked = scan::check_profile(profile); !checked)
    return fail_within(file.string(), checked.error());
  return profile;
}

Result<void> ScanProfiles::put(const std::string& scanner,
                               const std::optional<Buffer>& profile) const {
  TRY_VOID(scan::check_scanner_name(scanner)); // it becomes the name of a file
  std::error_code error;
  if (!profile) {
    std::filesystem::remove(file_of(scanner), error);
    if (!error) return {};
    return fail(Errc::io, file_of(scanner).string() + " cannot be removed: " + error.message());
  }
  TRY_VOID(scan::check_profile(*profile));
  std::filesystem::create_directories(folder_, error);
  TRY(AtomicFile file, AtomicFile::create(file_of(scanner), true));
  TRY_VOID(file.write(*profile));
  return file.commit();
}

} // namespace platen::server
