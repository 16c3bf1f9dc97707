#pragma once

#include "scan/deliver/courier/local_file.h"
#include "scan/deliver/courier/reporter.h"

#include <memory>
#include <string>

namespace platen::scan::courier {

// What lies under a name in a folder of somebody else's.
enum class Seen : std::uint8_t {
  nothing,
  same,       // the file's content
  other,      // other content, or a folder
  unreadable, // something that may not be read
};

// One folder at a destination that keeps files, and the few things that delivery does in it. Names
// are single ones, without "/". Errors: io, unreachable, timeout, busy pass by themselves; the
// others need somebody.
class Share {
public:
  virtual ~Share() = default;
  virtual Result<Seen> look(const std::string& name, LocalFile& file) = 0;
  // Whole and, where the destination lets one ask for that, on its disk; replaces what is there.
  virtual Result<void> put(const std::string& name, LocalFile& file) = 0;
  // False: `to` is taken. Never replaces.
  virtual Result<bool> rename(const std::string& from, const std::string& to) = 0;
  virtual void remove(const std::string& name) = 0; // as far as that is possible
};

// Each opens its destination. They are found by the kind (courier.cpp).
Result<std::unique_ptr<Share>> open_folder(const DeliveryRequest& request, Reporter& reporter);
Result<std::unique_ptr<Share>> open_smb(const DeliveryRequest& request, Reporter& reporter);
Result<std::unique_ptr<Share>> open_sftp(const DeliveryRequest& request, Reporter& reporter);
Result<std::unique_ptr<Share>> open_webdav(const DeliveryRequest& request, Reporter& reporter);

// Puts each file whole under its name. A name that other content has becomes "NAME (2)"; where the
// same content lies already, nothing is done. The names go to the reporter one by one. The text:
// what people should know beside; mostly empty.
Result<std::string> place_files(const DeliveryTry& attempt, Share& share, Reporter& reporter);

// "Scan.pdf", 2 -> "Scan (2).pdf"
std::string numbered(const std::string& name, std::size_t number);

} // namespace platen::scan::courier
