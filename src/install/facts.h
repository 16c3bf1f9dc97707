#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What the instructions for clients are made of. Names of queues are checked by the store
// (job/job.h); titles and places are anybody's words.
namespace platen::install {

// How a client reaches this server.
struct Place {
  std::string host; // as in a URI: "print.local", "192.0.2.7", "[2001:db8::7]"
  std::uint16_t port = 8631;
  bool encrypted = false; // by TLS
  bool trusted = false;   // the certificate is not one that the server made itself
  std::string base() const {
    return (encrypted ? "https://" : "http://") + host + ":" + std::to_string(port);
  }
};

struct Inbox {
  std::string protocol; // "raw", "lpd"
  std::uint16_t port = 0;
  std::string queue; // of "lpd"
};

struct Printer {
  std::string name;                // of the queue
  std::string title;               // what people call it
  std::string location, model;     // may be empty
  std::string uuid;                // "urn:uuid:..."
  bool standard = false;           // the server's default
  bool shared = true;              // announced
  std::vector<Inbox> inboxes = {}; // for systems that know no IPP
};

struct Scanner {
  std::string name, title;
};

inline std::string path_of(const Printer& printer) {
  return "ipp/print/" + printer.name;
}
// "ipp://HOST:PORT/ipp/print/NAME", "ipps://..."
inline std::string uri_of(const Place& place, const Printer& printer) {
  return (place.encrypted ? "ipps://" : "ipp://") + place.host + ":" + std::to_string(place.port) +
         "/" + path_of(printer);
}

} // namespace platen::install
