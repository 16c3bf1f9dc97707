#include "transport/ipp_address.h"

#include <array>

#include <cups/cups.h>

namespace platen::transport {

bool is_ipp_uri(std::string_view uri) {
  return uri.starts_with("ipp://") || uri.starts_with("ipps://");
}

Result<IppAddress> parse_ipp_uri(std::string_view uri) {
  std::array<char, 16> scheme{};
  std::array<char, 512> login{}, host{};
  std::array<char, 1024> path{}, plain{};
  int port = 0;
  const http_uri_status_t status = httpSeparateURI(
      HTTP_URI_CODING_ALL, std::string(uri).c_str(), scheme.data(), scheme.size(), login.data(),
      login.size(), host.data(), host.size(), &port, path.data(), path.size());
  if (status < HTTP_URI_STATUS_OK || host[0] == '\0')
    return fail(Errc::invalid, "this is no address of an IPP printer (" +
                                   std::string(httpURIStatusString(status)) +
                                   "); use ipp://HOST/ipp/print or ipps://HOST/ipp/print");
  IppAddress address;
  address.tls = std::string_view(scheme.data()) == "ipps";
  address.server.host = host.data();
  address.server.port = port;
  address.path = path.data();
  // Without a path, whatever stands behind a "?".
  if (address.path == "/" || address.path.starts_with("/?"))
    address.path.replace(0, 1, "/ipp/print");
  const std::string_view name = login.data();
  address.server.user = name.substr(0, name.find(':'));
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos)
    address.server.password = name.substr(colon + 1);
  httpAssembleURI(HTTP_URI_CODING_ALL, plain.data(), plain.size(), scheme.data(), nullptr,
                  host.data(), port, address.path.c_str());
  address.uri = plain.data();
  if (!address.server.password.empty() && !address.tls && !address.server.on_this_machine())
    return fail(Errc::denied, "the password would travel unprotected to " + address.server.text() +
                                  "; use ipps://");
  return address;
}

} // namespace platen::transport
