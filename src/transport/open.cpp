#include "transport/file_transport.h"
#include "transport/ipp_address.h"
#include "transport/ipp_transport.h"
#include "transport/lpd_transport.h"
#include "transport/socket_transport.h"
#include "transport/transport.h"
#include "transport/usb_address.h"
#include "transport/usb_transport.h"

namespace platen::transport {

namespace {

constexpr std::string_view file_scheme = "file:";
constexpr std::string_view socket_scheme = "socket://";

// "file:PATH" and "file:///PATH".
std::string path_of(std::string_view uri) {
  uri.remove_prefix(file_scheme.size());
  if (uri.starts_with("///")) uri.remove_prefix(2);
  return std::string(uri);
}

Failure no_device(const std::string& uri) {
  return fail(Errc::invalid,
              "\"" + uri +
                  "\" is no device address; use socket://HOST[:9100], ipp://HOST/ipp/print, "
                  "lpd://HOST/QUEUE, usb://MAKER/MODEL, file:PATH, or - for standard output");
}

template<class Address> Result<void> outcome(const Result<Address>& parsed) {
  if (!parsed) return Failure(parsed.error());
  return {};
}

} // namespace

bool is_device_uri(const std::string& text) {
  return text == "-" || text.starts_with(file_scheme) || text.find("://") != std::string::npos;
}

bool is_driverless(const std::string& device_uri) {
  return is_ipp_uri(device_uri);
}

Result<std::unique_ptr<Transport>> open(const std::string& device_uri, const Deadlines& deadlines,
                                        const Cancel& cancel, DeviceReport report) {
  if (device_uri == "-") return open_standard_output(cancel);
  if (device_uri.starts_with(socket_scheme)) return open_socket(device_uri, deadlines, cancel);
  if (is_lpd_uri(device_uri)) return open_lpd(device_uri, deadlines, cancel);
  if (is_usb_uri(device_uri)) return open_usb(device_uri, deadlines, cancel);
  if (is_ipp_uri(device_uri)) return open_ipp(device_uri, deadlines, cancel, std::move(report));
  if (device_uri.starts_with(file_scheme)) {
    const std::string path = path_of(device_uri);
    if (path.empty()) return fail(Errc::invalid, "\"" + device_uri + "\" names no file");
    return open_file(path, cancel);
  }
  return no_device(device_uri);
}

Result<void> check_device_uri(const std::string& uri) {
  if (uri.starts_with(socket_scheme)) return outcome(parse_socket_uri(uri));
  if (is_lpd_uri(uri)) return outcome(parse_lpd_uri(uri));
  if (is_usb_uri(uri)) return outcome(parse_usb_uri(uri));
  if (is_ipp_uri(uri)) return outcome(parse_ipp_uri(uri));
  if (uri.starts_with(file_scheme) && !path_of(uri).empty()) return {};
  return no_device(uri);
}

} // namespace platen::transport
