#pragma once

#include "model/model.h"
#include "wire/ipp/message.h"

#include <string>
#include <vector>

namespace platen::intake::ipp {

// One attribute of a request that is not done as asked.
struct NotTaken {
  std::string name;
  // Of the request; null: it is no attribute of this printer at all, or none was given.
  ipp_attribute_t* attribute = nullptr;
  std::vector<std::string> members; // of a collection: only these; empty: all of it
  std::string why{};                // what would be right, where it is known
};

// The Job Template attributes of a request as options of a model.
struct TemplateReading {
  model::Options options; // every one legal alone
  std::vector<NotTaken> refused;
  std::vector<ipp_attribute_t*> taken; // attributes of the request that say the options
  std::string contradiction;           // two attributes say different things of one option
};

// Reads one attribute; false: it is no Job Template attribute of the model.
bool read_template_attribute(const model::Model& model, ipp_attribute_t* attribute,
                             TemplateReading& into);

// The options as Job Template attributes, each NAME + `suffix` ("", "-actual", "-default"). Size,
// type, source and borders of the medium go into one media-col; a size alone is "media".
void write_template(ipp_t* into, ipp_tag_t group, const model::Model& model,
                    const model::Options& options, const std::string& suffix = {});

// Whether an option is said by media-col: size, type, source and borders of the medium.
bool is_media_member(std::string_view option);

// The "-actual" attributes of a job that was printed with these options (PWG 5100.8), in a job
// group: a name may come with several values, and "media" begins each medium. encode_actual() gives
// them as Job::actual_attributes.
void write_actual(ipp_t* into, const model::Model& model, const model::Options& options);
std::string encode_actual(const model::Model& model, const model::Options& options);

// Every option of a ticket, as make_ticket would take them again.
model::Options options_of(const model::Model& model, const model::Ticket& ticket);

// The options of a job: what the client asks for over the printer's defaults. A default that the
// model does not have is left out, one that conflicts with what was asked for is the model's own. A
// conflict within what was asked for is mended by the model's nearest legal choice when
// `substitute`, paper last.
struct Settled {
  model::Options options;          // make_ticket takes them, unless there is a conflict
  model::Options asked;            // those of the client, after substitution
  std::vector<std::string> blamed; // options of the client that were changed, or that conflict
  std::string conflict;            // not empty: they do not go together, and why
};
Result<Settled> settle(const model::Model& model, const model::Options& defaults,
                       const model::Options& asked, bool substitute);

// The attributes that say an option, for the answer: "borderless" is said by media-col.
std::vector<std::string> attributes_of(const model::Model& model, std::string_view option);

} // namespace platen::intake::ipp
