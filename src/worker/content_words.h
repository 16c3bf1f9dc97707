#pragma once

#include <cstddef>
#include <string_view>

namespace platen::worker {

// The words of a content stream (ISO 32000-1 section 7.8.2), one after the other. Strings, arrays
// and dictionaries are passed over, the data of inline pictures too.
class ContentWords {
public:
  enum class Kind { number, name, keyword, other, end };
  struct Word {
    Kind kind = Kind::end;
    std::string_view text;
    std::size_t begin = 0; // where it is in the content
    std::size_t stop() const { return begin + text.size(); }
  };

  explicit ContentWords(std::string_view content) : content_(content) {}
  Word next();

private:
  void skip_blank();
  std::size_t string_end(std::size_t from) const;
  std::size_t picture_end(std::size_t from) const;
  std::size_t plain_end(std::size_t from) const;

  std::string_view content_;
  std::size_t at_ = 0;
};

} // namespace platen::worker
