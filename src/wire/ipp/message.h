#pragma once

#include "base/bytes.h"

#include <memory>
#include <optional>
#include <string>

#include <cups/ipp.h>

namespace platen::ipp {

// Owns one message of libcups, the reference implementation of IPP's encoding (RFC 8010).
// Attributes are read and added with libcups' own functions on get(); this class owns, parses and
// encodes.
class Message {
public:
  Message(); // an empty one
  explicit Message(ipp_t* owned) : message_(owned) {}
  // A response to `request`: its version and request id, attributes-charset and
  // attributes-natural-language first, as RFC 8011 section 4.1.4 demands.
  static Message reply_to(const Message& request, ipp_status_t status);
  // A whole message without document data. Errc::malformed. At most `limits::ipp_bytes`.
  static Result<Message> parse(Bytes bytes);

  std::string encode() const; // the bytes up to and including end-of-attributes
  ipp_t* get() const { return message_.get(); }

  // First value of an attribute; nothing when it is missing or of another type.
  std::optional<std::string> text(ipp_tag_t group,
                                  const char* name) const; // keyword, name, text, uri, mime, ...
  std::optional<int> integer(ipp_tag_t group, const char* name) const; // integer or enum
  std::optional<bool> boolean(ipp_tag_t group, const char* name) const;

private:
  struct Deleter {
    void operator()(ipp_t* message) const { ippDelete(message); }
  };
  std::unique_ptr<ipp_t, Deleter> message_;
};

// Finds where a message's attributes end, from the tag structure alone, as bytes arrive.
class Frame {
public:
  // Looks at everything that has arrived so far (always the same bytes plus new ones at the end).
  // The size of the message up to and including end-of-attributes; nothing while it is incomplete;
  // Errc::malformed for a structure that no message has, Errc::limit beyond `bound` bytes or for
  // collections nested more deeply than limits::ipp_nesting.
  Result<std::optional<std::size_t>> find_end(Bytes so_far, std::size_t bound);

private:
  std::size_t position_ = 0; // of the next tag
  bool in_group_ = false;    // a delimiter has been seen
  int depth_ = 0;            // collections that are open
};

} // namespace platen::ipp
