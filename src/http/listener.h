#pragma once

#include "base/file.h"
#include "base/result.h"
#include "http/exchange.h"
#include "http/server.h"
#include "http/source.h"

#include <filesystem>
#include <memory>
#include <string>

#include <sys/stat.h>

namespace platen::http {

// The file of a Unix socket, removed when nobody listens there any longer.
class SocketFile {
public:
  SocketFile(std::filesystem::path path, dev_t device, ino_t inode)
      : path_(std::move(path)), device_(device), inode_(inode) {}
  ~SocketFile(); // another server's is left alone
  SocketFile(const SocketFile&) = delete;
  SocketFile& operator=(const SocketFile&) = delete;

private:
  const std::filesystem::path path_;
  const dev_t device_;
  const ino_t inode_;
};

// A socket that clients connect to.
struct Listener {
  UniqueFd socket;
  ListenAddress address;            // as bound; empty for a Unix socket
  std::unique_ptr<SocketFile> file; // of a Unix socket
};

// Errc::io: taken; Errc::denied: not for this user (ports below 1024); Errc::invalid: no address.
Result<Listener> listen_on(const ListenAddress& address);
std::string to_string(const ListenAddress& address);

// A file that is no socket is left alone; a socket where somebody answers is Errc::io; a stale one
// is replaced, in one step.
Result<Listener> listen_on_file(const std::filesystem::path& path);

// A socket that somebody else has opened, as a service manager does. Errc::invalid: it does not
// listen, or nobody could be served there. Its file, if it has one, is not ours to remove.
Result<Listener> adopt_listener(UniqueFd socket);

// One client.
struct Accepted {
  UniqueFd socket; // empty: see `error`
  int error = 0;   // errno
  Peer peer;
  Source source;
};
Accepted accept_one(int listener);

} // namespace platen::http
