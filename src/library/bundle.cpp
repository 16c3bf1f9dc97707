#include "library/bundle.h"

#include "base/limits.h"
#include "job/content_hash.h"
#include "library/base64.h"
#include "library/members.h"
#include "model/words.h"

#include <algorithm>
#include <cmath>

namespace platen::library {

namespace {

constexpr int version = 1;
constexpr const char* version_name = "platen-library";
constexpr int deepest = 8; // nesting of anything that we write is 4
// Of one object; each new member is looked for among those that are there.
constexpr std::size_t most_members = 1'000;

template<class Entry> Json list_of(const std::vector<Entry>& entries) {
  Json list = Json::array();
  for (const Entry& entry : entries)
    list.push_back(to_json(entry));
  return list;
}

Result<std::optional<model::Margins>> read_margins(Members& entry) {
  const Json* const found = entry.find("margins-hmm");
  if (found == nullptr) return std::optional<model::Margins>{};
  Members members(*found, entry.where() + ": margins-hmm");
  TRY_VOID(members.begin());
  model::Margins margins;
  for (const auto& [name, edge] : {std::pair{"top", &margins.top},
                                   {"right", &margins.right},
                                   {"bottom", &margins.bottom},
                                   {"left", &margins.left}}) {
    TRY(const double value, members.number(name));
    if (!(std::abs(value) <= 1e6)) return wrong(members.where(), "this is no length");
    edge->v = static_cast<std::int32_t>(std::lround(value));
  }
  TRY_VOID(members.end());
  return std::optional(margins);
}

Result<LibraryPaper> read_paper(Members& entry, Bundle&, bool) {
  LibraryPaper read;
  model::Paper& paper = read.paper;
  TRY(read.model, entry.text("model", true));
  TRY(paper.name, entry.text("name", true));
  TRY(paper.media_type, entry.text("media-type", true));
  TRY(paper.label, entry.text("label"));
  TRY(paper.sizes, entry.texts("sizes"));
  TRY(paper.sources, entry.texts("sources"));
  TRY(paper.margins, read_margins(entry));
  TRY(paper.borderless, entry.boolean("borderless", true));
  TRY(paper.price, entry.text("price"));
  TRY(paper.notes, entry.text("notes"));
  return read;
}

Result<std::array<double, 3>> read_colour(Members& entry, const char* name) {
  std::array<double, 3> colour{};
  TRY(const Json* const found, entry.need(name));
  const bool right = found->is_array() && found->size() == colour.size() &&
                     std::ranges::all_of(*found, [](const Json& v) { return v.is_number(); });
  if (!right) return wrong(entry.where(), "\"" + std::string(name) + "\" is no colour");
  for (std::size_t i = 0; i < colour.size(); ++i)
    colour[i] = (*found)[i].get<double>();
  return colour;
}

Result<model::ProfileFacts> read_facts(Members& entry) {
  TRY(const Json* const found, entry.need("facts"));
  Members members(*found, entry.where() + ": facts");
  TRY_VOID(members.begin());
  model::ProfileFacts facts;
  TRY(facts.description, members.text("description"));
  TRY(facts.version, members.text("version"));
  TRY(facts.kind, members.text("class"));
  TRY(facts.space, members.text("color-space"));
  TRY(facts.connection, members.text("connection-space"));
  TRY(facts.table, members.boolean("table", false));
  TRY(facts.gamut_volume, members.number("gamut-volume"));
  TRY(facts.white, read_colour(members, "white"));
  TRY(facts.black, read_colour(members, "black"));
  TRY_VOID(members.end());
  return facts;
}

template<class E, std::size_t N>
Result<std::optional<E>> read_word(Members& entry, const char* name,
                                   const std::array<model::Word<E>, N>& words) {
  TRY(const std::string text, entry.text(name));
  if (text.empty()) return std::optional<E>{};
  const auto value = model::value_of(std::span<const model::Word<E>>(words), text);
  if (!value)
    return wrong(entry.where(),
                 std::string(name) + " is " +
                     model::join_or(model::texts(std::span<const model::Word<E>>(words))));
  return value;
}

// `most`: bytes that `what` may have; `id` gets their digest, or has it.
Result<std::uint64_t> read_bytes(Members& entry, const std::string& what, std::uint64_t most,
                                 model::ProfileName& id, Bundle& bundle) {
  const std::string name = "\"data\"";
  TRY(const Json* const found, entry.need("data"));
  if (!found->is_string()) return wrong(entry.where(), name + " is not a text");
  auto bytes = from_base64(found->get_ref<const std::string&>());
  if (!bytes) return wrong(entry.where(), name + " is not base64");
  if (bytes->size() > most)
    return fail(Errc::limit, entry.where() + ": the " + what + " is larger than " +
                                 std::to_string(most) + " bytes");
  const std::string digest = job::hex(job::digest_of(*bytes));
  if (!id.sha256.empty() && digest != id.sha256)
    return wrong(entry.where(), "the " + what + " is damaged: its bytes do not have this SHA-256");
  id.sha256 = digest;
  const std::uint64_t size = bytes->size();
  bundle.profiles.insert_or_assign(digest, *std::move(bytes));
  return size;
}

// Of an index; 0 for what makes no sense.
Result<std::uint64_t> read_size(Members& entry) {
  TRY(const double bytes, entry.number("bytes"));
  return bytes > 0 && bytes < 1e12 ? static_cast<std::uint64_t>(bytes) : 0;
}

Result<LibraryProfile> read_profile(Members& entry, Bundle& bundle, bool index) {
  LibraryProfile read;
  TRY(read.model, entry.text("model", true));
  TRY(read.profile.id.name, entry.text("name", true));
  TRY(read.profile.media_type, entry.text("paper", true));
  TRY(read.profile.quality, read_word(entry, "quality", model::quality_words));
  TRY(read.profile.intent, read_word(entry, "intent", model::intent_words));
  TRY(read.origin, entry.text("origin"));
  read.origin.resize(std::min<std::size_t>(read.origin.size(), 255));
  TRY(read.profile.id.sha256, entry.text("sha256"));
  if (!index) {
    static_cast<void>(entry.find("facts")); // they are found out anew
    TRY(read.bytes,
        read_bytes(entry, "profile", limits::icc_profile_bytes, read.profile.id, bundle));
    return read;
  }
  TRY(read.facts, read_facts(entry));
  TRY(read.bytes, read_size(entry));
  return read;
}

Result<LibraryLetterhead> read_letterhead(Members& entry, Bundle& bundle, bool index) {
  LibraryLetterhead read;
  TRY(read.id.name, entry.text("name", true));
  TRY(read.origin, entry.text("origin"));
  read.origin.resize(std::min<std::size_t>(read.origin.size(), 255));
  TRY(read.id.sha256, entry.text("sha256"));
  if (!index) {
    TRY(read.bytes, read_bytes(entry, "letterhead", most_letterhead_bytes, read.id, bundle));
    return read;
  }
  TRY(read.bytes, read_size(entry));
  TRY(const double pages, entry.number("pages"));
  read.pages = pages >= 0 && pages <= limits::document_pages ? static_cast<std::int32_t>(pages) : 0;
  return read;
}

Result<LibraryRecipe> read_recipe(Members& entry, Bundle&, bool) {
  LibraryRecipe read;
  TRY(read.model, entry.text("model", true));
  TRY(read.recipe.name, entry.text("name", true));
  TRY(const Json* const options, entry.need("options"));
  if (!options->is_object() || options->size() > limits::library_entries)
    return wrong(entry.where(), "\"options\" is no {...}");
  for (const auto& [name, value] : options->items()) {
    if (!value.is_string())
      return wrong(entry.where(), "the value of " + name.substr(0, 80) + " is not a text");
    read.recipe.options.emplace_back(name, value.get<std::string>());
  }
  return read;
}

template<class Entry>
Result<std::vector<Entry>> read_list(Members& root, const char* name, Bundle& bundle, bool index,
                                     Result<Entry> (*read)(Members&, Bundle&, bool)) {
  std::vector<Entry> list;
  const Json* const found = root.find(name);
  if (found == nullptr) return list;
  if (!found->is_array()) return wrong(name, "it is no [...]");
  if (found->size() > limits::library_entries)
    return fail(Errc::limit, std::string(name) + ": there are more than " +
                                 std::to_string(limits::library_entries));
  for (const Json& json : *found) {
    Members entry(json, std::string(name) + " " + std::to_string(list.size() + 1));
    TRY_VOID(entry.begin());
    TRY(Entry one, read(entry, bundle, index));
    TRY_VOID(entry.end());
    list.push_back(std::move(one));
  }
  return list;
}

Result<Json> parse(std::string_view text) {
  if (text.size() > limits::library_file_bytes)
    return fail(Errc::limit, "the file is larger than " +
                                 std::to_string(limits::library_file_bytes >> 20) + " MB");
  bool too_much = false;
  std::array<std::size_t, deepest + 1> members{}; // of the object that is being read at each depth
  const auto watch = [&](int depth, Json::parse_event_t event, Json&) {
    too_much = too_much || depth > deepest;
    if (too_much) return false;
    const auto level = static_cast<std::size_t>(depth);
    if (event == Json::parse_event_t::object_start && level < deepest) members[level + 1] = 0;
    if (event == Json::parse_event_t::key) too_much = ++members[level] > most_members;
    return !too_much;
  };
  Json json = Json::parse(text, watch, false);
  if (json.is_discarded() || too_much || !json.is_object())
    return fail(Errc::malformed, "this is no file of papers, profiles, recipes and letterheads");
  return json;
}

Result<Bundle> read(std::string_view text, bool index) {
  TRY(const Json json, parse(text));
  Members root(json, "the file");
  const Json* const said = root.find(version_name);
  if (said == nullptr || !said->is_number_integer())
    return fail(Errc::malformed,
                "this is no file of papers, profiles, recipes and letterheads: \"" +
                    std::string(version_name) + "\" is missing");
  if (*said != version) return fail(Errc::unsupported, "the file is of another version of platen");
  Bundle bundle;
  TRY(bundle.library.papers, read_list(root, "papers", bundle, index, read_paper));
  TRY(bundle.library.profiles, read_list(root, "profiles", bundle, index, read_profile));
  TRY(bundle.library.recipes, read_list(root, "recipes", bundle, index, read_recipe));
  TRY(bundle.library.letterheads, read_list(root, "letterheads", bundle, index, read_letterhead));
  TRY_VOID(root.end());
  return bundle;
}

Json skeleton(const Library& library) {
  return {{version_name, version},
          {"papers", list_of(library.papers)},
          {"profiles", list_of(library.profiles)},
          {"recipes", list_of(library.recipes)},
          {"letterheads", list_of(library.letterheads)}};
}

Json index_of(const Library& library) {
  Json json = skeleton(library);
  for (std::size_t i = 0; i < library.profiles.size(); ++i) {
    json["profiles"][i]["bytes"] = library.profiles[i].bytes;
    json["profiles"][i]["facts"] = to_json(library.profiles[i].facts);
  }
  for (std::size_t i = 0; i < library.letterheads.size(); ++i) {
    json["letterheads"][i]["bytes"] = library.letterheads[i].bytes;
    json["letterheads"][i]["pages"] = library.letterheads[i].pages;
  }
  return json;
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void list_own(const model::Model& model, Json& json) {
  for (const model::MediaType& type : model.media_types)
    json["media"].push_back({{"model", model.id}, {"name", type.name}, {"label", type.label}});
  for (const model::Preset& preset : model.presets)
    json["presets"].push_back(to_json(LibraryRecipe{model.id, preset}));
}

} // namespace

std::string write_index(const Library& library) {
  return text_of(index_of(library));
}

std::string write_listing(const Library& library, std::span<const model::Model> files) {
  Json json = index_of(library);
  json["media"] = json["presets"] = Json::array();
  for (const model::Model& model : files)
    list_own(model, json);
  return text_of(json);
}

Result<std::string>
write_bundle(const Library& library,
             const std::function<Result<Buffer>(const std::string&)>& bytes_of) {
  Json json = skeleton(library);
  for (std::size_t i = 0; i < library.profiles.size(); ++i) {
    TRY(const Buffer bytes, bytes_of(library.profiles[i].profile.id.sha256));
    json["profiles"][i]["data"] = to_base64(bytes);
  }
  for (std::size_t i = 0; i < library.letterheads.size(); ++i) {
    TRY(const Buffer bytes, bytes_of(library.letterheads[i].id.sha256));
    json["letterheads"][i]["data"] = to_base64(bytes);
  }
  return text_of(json);
}

Result<Bundle> read_bundle(std::string_view text) {
  return read(text, false);
}

Result<Library> read_index(std::string_view text) {
  return read(text, true).map([](Bundle bundle) { return std::move(bundle.library); });
}

} // namespace platen::library
