#include "wire/escl/writer.h"

#include "base/utf8.h"
#include "wire/escl/element.h"

namespace platen::escl {

namespace {

// Well-formed in UTF-8, but no characters (XML 1.0, 2.2).
bool is_no_character(std::string_view bytes) {
  return bytes == "\xef\xbf\xbe" || bytes == "\xef\xbf\xbf";
}

void append_escaped(std::string& out, std::string_view value) {
  while (!value.empty()) {
    const std::string_view one = value.substr(0, utf8_character(value));
    value.remove_prefix(one.empty() ? 1 : one.size());
    if (one == "&")
      out += "&amp;";
    else if (one == "<")
      out += "&lt;";
    else if (one == ">")
      out += "&gt;";
    else if (one.empty() || is_utf8_control(one) || is_no_character(one))
      out += ' ';
    else
      out += one;
  }
}

} // namespace

Writer::Writer(std::string_view root) {
  out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + std::string(root) + " xmlns:pwg=\"" +
         std::string(pwg_space) + "\" xmlns:scan=\"" + std::string(scan_space) + "\">\n";
  open_.emplace_back(root);
}

void Writer::indent() {
  out_.append(2 * open_.size(), ' ');
}

void Writer::open(std::string_view name) {
  indent();
  out_ += "<" + std::string(name) + ">\n";
  open_.emplace_back(name);
}

void Writer::close() {
  const std::string name = std::move(open_.back());
  open_.pop_back();
  indent();
  out_ += "</" + name + ">\n";
}

void Writer::text(std::string_view name, std::string_view value) {
  indent();
  out_ += "<" + std::string(name) + ">";
  append_escaped(out_, value);
  out_ += "</" + std::string(name) + ">\n";
}

void Writer::number(std::string_view name, std::int64_t value) {
  text(name, std::to_string(value));
}

std::string Writer::done() && {
  while (!open_.empty())
    close();
  return std::move(out_);
}

} // namespace platen::escl
