#include "install/qr.h"

#include "install/quote.h"

#include <memory>

#include <qrencode.h>

namespace platen::install {

Result<std::string> qr_svg(const std::string& text, const std::string& title) {
  constexpr int margin = 4; // ISO/IEC 18004 section 9.1
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (!code) return fail(Errc::limit, "the address is too long for a QR code");
  std::string path;
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if ((code->data[y * code->width + x] & 1) != 0)
        path += "M" + std::to_string(x + margin) + " " + std::to_string(y + margin) + "h1v1h-1z";
  const std::string side = std::to_string(code->width + 2 * margin);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
         "\" width=\"240\" height=\"240\" role=\"img\" shape-rendering=\"crispEdges\"><title>" +
         for_xml(title) + "</title><rect width=\"" + side + "\" height=\"" + side +
         "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>\n";
}

} // namespace platen::install
