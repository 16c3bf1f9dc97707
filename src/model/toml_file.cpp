#include "model/toml_file.h"

#include "base/file.h"
#include "model/toml_advice.h"
#include "model/toml_table.h"

#include <algorithm>
#include <exception>
#include <vector>

namespace platen::model {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t most_file_bytes = 1 << 20;

std::string_view line_at(std::string_view text, std::size_t number) {
  for (; number > 1 && !text.empty(); --number) {
    const std::size_t end = text.find('\n');
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return text.substr(0, text.find('\n'));
}

Failure fail_line(std::string_view text, const fs::path& file, std::size_t line, std::size_t column,
                  std::string_view message) {
  return fail(Errc::malformed, file.native() + ":" + std::to_string(line) + ":" +
                                   std::to_string(column) + ": " + std::string(message) + ": " +
                                   toml_advice(line_at(text, line), message));
}

bool faults(std::string_view text) {
  try {
    static_cast<void>(toml::parse(text));
  } catch (const TomlFault&) {
    return true;
  } catch (const std::exception&) {
    return false;
  }
  return false;
}

// toml++ does not say where it gave up: the line whose coming makes it give up is searched by
// halving.
std::size_t line_of_fault(std::string_view text) {
  std::vector<std::size_t> ends; // of the first n + 1 lines
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] == '\n' || at + 1 == text.size()) ends.push_back(at + 1);
  const auto line = std::partition_point(
      ends.begin(), ends.end(), [&](std::size_t end) { return !faults(text.substr(0, end)); });
  return static_cast<std::size_t>(line - ends.begin()) + 1;
}

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// "family/acme-mono" is a path below the printers folder: the file is looked for from the extending
// file's folder upwards, so that makers' folders need not know where the families are.
Result<fs::path> find_base(const toml::node& node, const std::string& name, const fs::path& file) {
  const bool plain =
      !name.starts_with('/') && !name.ends_with('/') && name.find("..") == name.npos &&
      std::all_of(name.begin(), name.end(), [](char c) { return c == '/' || is_name_letter(c); });
  if (!plain) return fail_at(node.source(), "\"extends\" is a name such as family/acme-mono");
  fs::path folder = file.parent_path();
  for (int level = 0; level < 3; ++level) {
    const fs::path base = folder / (name + ".toml");
    std::error_code ignored;
    if (fs::is_regular_file(base, ignored)) return base;
    folder = folder.empty()              ? fs::path("..")
             : folder.filename() == ".." ? folder / ".."
                                         : folder.parent_path();
  }
  return fail_at(node.source(),
                 "no file " + name + ".toml in the folder of " + file.native() + " or above it");
}

void merge(toml::table& base, toml::table&& own);

// Tables are merged key by key; anything else is replaced. Moving keeps the place that errors name.
void merge_node(toml::table& base, const toml::key& key, toml::node& node) {
  toml::table* const inner = node.as_table();
  if (toml::table* const base_inner = base[key.str()].as_table();
      inner != nullptr && base_inner != nullptr) {
    merge(*base_inner, std::move(*inner));
    return;
  }
  node.visit([&](auto& value) { base.insert_or_assign(key, std::move(value)); });
}

void merge(toml::table& base, toml::table&& own) {
  for (auto&& [key, node] : own)
    merge_node(base, key, node);
}

} // namespace

Result<toml::table> with_base(toml::table own, const fs::path& file) {
  const toml::node* const extends = own.get("extends");
  if (extends == nullptr) return own;
  const auto* const name = extends->as_string();
  if (name == nullptr) return fail_at(extends->source(), "\"extends\" is not a text");
  TRY(const fs::path base_file, find_base(*extends, name->get(), file));
  TRY(const std::string text, read_toml_text(base_file));
  TRY(toml::table base, parse_toml(text, base_file));
  if (const toml::node* const again = base.get("extends"))
    return fail_at(again->source(), "a file that is extended may not extend another");
  if (const toml::node* const id = base.get("id"))
    return fail_at(id->source(), "a file that is extended has no \"id\" of its own");
  own.erase("extends");
  merge(base, std::move(own));
  return base;
}

Result<std::string> read_toml_text(const fs::path& file) {
  auto bytes = read_file(file, most_file_bytes);
  if (!bytes) return fail_within(file.native(), std::move(bytes).error());
  return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

Result<toml::table> parse_toml(std::string_view text, const fs::path& file) {
  try {
    return toml::parse(text, file.native());
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    return fail_line(text, file, at.line, at.column, error.description());
  } catch (const TomlFault&) {
    return fail_line(text, file, line_of_fault(text), 1, "this line is no TOML");
  } catch (const std::exception& error) {
    return fail_line(text, file, 1, 1, error.what());
  }
}

} // namespace platen::model
