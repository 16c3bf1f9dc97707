#pragma once

#include "web/inner.h"
#include "web/plain_page.h"

namespace platen::web {

http::Response see_other(const std::string& path); // 303
http::Response page_response(int status, const Markup& page);
std::string dumped(const Json& json);
Json json_of(const http::Response& response); // null: it is none

// What the exchanges of the page without script share: the request that they are of, and its
// answer, which is the page again.
class PlainDesk {
public:
  PlainDesk(http::Handler& api, const http::Head& head);
  const Inner& inner() const { return inner_; }
  const Catalogue& words() const { return words_; }

  struct Note {
    int status = 200;
    std::string problem, done; // one of them, or none
  };
  void show(Note note, http::Respond respond) const;
  // After the REST interface has answered: back to the page, or the page with what is wrong.
  void after(const http::Response& answer, const std::string& done,
             const http::Respond& respond) const;
  // The page with what the answer says is wrong.
  void complain(const http::Response& answer, const http::Respond& respond) const;

private:
  Inner inner_;
  Catalogue words_;
  std::string host_;
};

} // namespace platen::web
