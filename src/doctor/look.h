#pragma once

#include "doctor/facts.h"
#include "transport/usb_bus.h"

#include <chrono>
#include <filesystem>

// Small probes: each asks one thing, changes nothing, and ends within its time.
namespace platen::doctor {

// Resolves a host and connects to a port, and sends nothing.
Reach reach(const std::string& host, int port, std::chrono::milliseconds patience);
Reach reach_local(const std::filesystem::path& socket); // a Unix socket

// What a server shows over TLS, which is taken whatever it is.
struct TlsLook {
  std::string certificate;          // PEM; empty: it does not speak TLS
  std::string answer;               // the first bytes of its answer to GET /healthz
  std::optional<std::int64_t> date; // by its clock
};
TlsLook look_over_tls(const std::string& host, int port, std::chrono::milliseconds patience);
// "Sun, 06 Nov 1994 08:49:37 GMT" of a field Date (RFC 9110 section 5.6.7).
std::optional<std::int64_t> date_field(std::string_view answer);

FileMode mode_of(const std::filesystem::path& file);
// "lp" of the user who owns a file, "lp:lp"; "?" where nobody knows.
std::string owner_of(const std::filesystem::path& file);
std::string own_user();
// Whether this process can make a file in a folder; why not.
std::string why_not_writable(const std::filesystem::path& folder);
std::vector<Network> own_networks();

// How the device at usb://... is. `dev` and `proc` are where the system has them.
UsbFacts look_at_usb(transport::UsbBus& bus, const std::string& device_uri,
                     const std::filesystem::path& dev = "/dev",
                     const std::filesystem::path& proc = "/proc");

} // namespace platen::doctor
