#include "server/scan_profiles.h"

#include "base/file.h"
#include "base/limits.h"
#include "scan/engine/catalogue.h"
#include "scan/pack/coded_page.h"

namespace platen::server {

std::filesystem::path ScanProfiles::file_of(const std::string& scanner) const {
  return folder_ / (scanner + ".icc");
}

Buffer ScanProfiles::find(const std::string& scanner) const {
  auto profile = read_file(file_of(scanner), limits::icc_profile_bytes);
  return profile && scan::check_profile(*profile) ? *std::move(profile) : Buffer();
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
