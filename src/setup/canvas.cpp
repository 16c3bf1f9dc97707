#include "setup/canvas.h"

#include <array>
#include <cstdio>

namespace platen::setup {

namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f ", value);
  return text.data();
}

std::string numbers(std::initializer_list<double> values) {
  std::string all;
  for (const double value : values)
    all += number(value);
  return all;
}

void put(std::string& out, char32_t character) {
  if (character < 0x20 || (character >= 0x7f && character < 0xa0)) return;
  if (character == '(' || character == ')' || character == '\\') out += '\\';
  out += character < 0x100 ? static_cast<char>(character) : '?';
}

// A string of PDF in WinAnsiEncoding, which is Latin 1 where both have something.
std::string quoted(std::string_view utf8) {
  std::string out = "(";
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char32_t character = first < 0x80   ? first
                         : first < 0xc0 ? char32_t{'?'}
                                        : first & (0xffU >> (length + 1));
    if (first >= 0x80 && first < 0xc0) length = 1;
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
      character = character << 6U | (static_cast<unsigned char>(utf8[i + k]) & 0x3fU);
    put(out, character);
    i += length;
  }
  return out + ")";
}

std::string object(std::size_t at, const std::string& body) {
  return std::to_string(at) + " 0 obj\n" + body + "\nendobj\n";
}

std::string stream(const std::string& content) {
  return "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream";
}

constexpr std::size_t first_page = 6; // objects 1 to 5 are those of all pages

std::vector<std::string> bodies_of(const std::vector<Page>& pages, std::string_view title) {
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i)
    kids += std::to_string(first_page + 2 * i) + " 0 R ";
  std::vector<std::string> bodies{
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
      "<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 0]/Function"
      "<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>>>"};
  for (const Page& page : pages) {
    bodies.push_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 " +
                     numbers({page.width, page.height}) + "]/Contents " +
                     std::to_string(bodies.size() + 2) +
                     " 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/Shading<</S1 5 0 R>>>>>>");
    bodies.push_back(stream(page.content));
  }
  bodies.push_back("<</Title" + quoted(title) + "/Creator(platen)>>");
  return bodies;
}

} // namespace

void Canvas::gray(double level) {
  content_ += number(level) + "g " + number(level) + "G\n";
}

void Canvas::rgb(double red, double green, double blue) {
  const std::string colour = numbers({red, green, blue});
  content_ += colour + "rg " + colour + "RG\n";
}

void Canvas::width(double points) {
  content_ += number(points) + "w\n";
}

void Canvas::line(double x1, double y1, double x2, double y2) {
  content_ += numbers({x1, y1}) + "m " + numbers({x2, y2}) + "l S\n";
}

void Canvas::area(double x, double y, double wide, double high) {
  content_ += numbers({x, y, wide, high}) + "re f\n";
}

void Canvas::triangle(double x1, double y1, double x2, double y2, double x3, double y3) {
  content_ += numbers({x1, y1}) + "m " + numbers({x2, y2}) + "l " + numbers({x3, y3}) + "l f\n";
}

void Canvas::text(double x, double y, double size, std::string_view utf8, bool bold) {
  content_ += std::string("BT ") + (bold ? "/F2 " : "/F1 ") + number(size) + "Tf " +
              numbers({x, y}) + "Td " + quoted(utf8) + " Tj ET\n";
}

void Canvas::gradient(double x, double y, double wide, double high) {
  content_ += "q " + numbers({x, y, wide, high}) + "re W n " + numbers({wide, 0, 0, high, x, y}) +
              "cm /S1 sh Q\n";
}

void Canvas::enter(double x, double y, double scale) {
  content_ += "q " + numbers({scale, 0, 0, scale, x, y}) + "cm\n";
}

void Canvas::leave() {
  content_ += "Q\n";
}

std::string pdf_of(const std::vector<Page>& pages, std::string_view title) {
  std::string out = "%PDF-1.4\n";
  std::string table;
  const auto bodies = bodies_of(pages, title);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    std::array<char, 32> entry{};
    std::snprintf(entry.data(), entry.size(), "%010zu 00000 n \n", out.size());
    table += entry.data();
    out += object(i + 1, bodies[i]);
  }
  const std::string size = std::to_string(bodies.size() + 1);
  const std::string start = std::to_string(out.size());
  return out + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer<</Size " + size +
         "/Root 1 0 R/Info " + std::to_string(bodies.size()) + " 0 R>>\nstartxref\n" + start +
         "\n%%EOF\n";
}

} // namespace platen::setup
