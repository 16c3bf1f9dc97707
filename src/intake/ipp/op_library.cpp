#include "base/limits.h"
#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/handlers.h"

#include <array>
#include <functional>
#include <optional>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t piece_bytes = 16 << 10; // a value of IPP holds at most 32,767

void no_shelf(const std::shared_ptr<Call>& call) {
  call->answer(IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED,
               "this server keeps no papers, profiles and recipes");
}

void add_pieces(const std::string& text, const AttributeWriter& out) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < text.size(); at += piece_bytes)
    pieces.push_back(text.substr(at, piece_bytes));
  out.octets("platen-library", pieces);
}

std::optional<library::Kind> kind_of(std::string_view word) {
  if (word == "paper") return library::Kind::paper;
  if (word == "profile") return library::Kind::profile;
  if (word == "recipe") return library::Kind::recipe;
  if (word == "letterhead") return library::Kind::letterhead;
  return std::nullopt;
}

void answer_change(const std::shared_ptr<Call>& call, std::string_view act, std::string_view what,
                   const Result<void>& done) {
  call->services.audit.record(call->principal, act, std::string(what),
                              done ? "done" : done.error().what);
  if (!done) return call->answer(done.error());
  call->answer(IPP_STATUS_OK);
}

// On a thread of its own: workers look into profiles, for seconds, and the disk is waited for. The
// threads of the HTTP server serve others meanwhile.
void change(const std::shared_ptr<Call>& call, std::function<void()> make) {
  if (call->services.shelf == nullptr) return no_shelf(call);
  const bool taken = call->services.shelf_thread->take([call, make = std::move(make)](bool run) {
    if (!run) return call->answer(IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, "the server stops");
    make();
  });
  if (!taken)
    call->answer(IPP_STATUS_ERROR_BUSY, "more changes of papers, profiles and recipes wait than "
                                        "this server keeps: try again when they are done");
}

Result<library::Bundle> bundle_of(const Call& call) {
  if (!call.document_error.empty()) return fail(Errc::io, call.document_error);
  if (call.document == nullptr)
    return fail(Errc::malformed, "the request holds no papers, profiles or recipes");
  TRY(const Buffer text, call.document->content(limits::library_file_bytes));
  return library::read_bundle(as_text(text));
}

std::string names_of(const library::Library& library) {
  std::string names;
  const auto add = [&](const std::string& name) {
    constexpr std::size_t enough = 400;
    if (names.size() < enough) names += (names.empty() ? "" : ", ") + name;
  };
  for (const auto& entry : library.papers)
    add("paper " + entry.paper.name);
  for (const auto& entry : library.profiles)
    add("profile " + entry.profile.id.name);
  for (const auto& entry : library.recipes)
    add("recipe " + entry.recipe.name);
  for (const auto& entry : library.letterheads)
    add("letterhead " + entry.id.name);
  return names;
}

} // namespace

// "platen-library": all of it as one file (with platen-profile-data), else the listing.
void get_library(const std::shared_ptr<Call>& call) {
  const Services& services = call->services;
  if (services.shelf == nullptr) return no_shelf(call);
  const bool whole =
      call->request.boolean(IPP_TAG_OPERATION, "platen-profile-data").value_or(false);
  const auto text = whole ? services.shelf->exported()
                          : Result<std::string>(library::write_listing(*services.shelf->library(),
                                                                       services.shelf->files()));
  if (!text) return call->answer(text.error());
  add_pieces(*text, AttributeWriter(call->reply.get(), IPP_TAG_SYSTEM));
  call->answer(IPP_STATUS_OK);
}

// The document is a file as get_library() gives it: all of it is taken, or nothing.
void add_to_library(const std::shared_ptr<Call>& call) {
  change(call, [call] {
    auto bundle = bundle_of(*call);
    if (!bundle) return answer_change(call, "add-to-library", "", Failure(bundle.error()));
    const std::string names = names_of(bundle->library);
    answer_change(call, "add-to-library", names, call->services.shelf->add(*std::move(bundle)));
  });
}

void remove_from_library(const std::shared_ptr<Call>& call) {
  change(call, [call] {
    const auto word = call->request.text(IPP_TAG_OPERATION, "platen-kind").value_or("");
    const auto name = call->request.text(IPP_TAG_OPERATION, "platen-name");
    const auto model = call->request.text(IPP_TAG_OPERATION, "platen-model").value_or("");
    const auto kind = kind_of(word);
    if (!kind || !name)
      return call->answer(
          IPP_STATUS_ERROR_BAD_REQUEST,
          "platen-kind (paper, profile, recipe or letterhead) or platen-name is missing");
    answer_change(call, "remove-from-library", word + " " + *name,
                  call->services.shelf->remove(*kind, model, *name));
  });
}

} // namespace platen::intake::ipp
