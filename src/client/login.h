#pragma once

#include "client/connection.h"

namespace platen::client {

// The login for a server that wants one: "USER:PASSWORD", the first line of $PLATEN_PASSWORD_FILE
// (a file that nobody else can read), else a prompt where there is a terminal. Errc::denied says
// what to do. Nothing of it is ever printed.
Result<Login> find_login(const ServerAddress& address);

// The value of the field Authorization; it holds the password.
std::string basic_authorization(const Login& login);

// The same of a token ($PLATEN_TOKEN); empty where there is none. Errc::denied: it is no token.
Result<std::string> token_authorization();

// The name of the user whose process this is; "anonymous" where the system does not know it.
std::string own_user_name();

} // namespace platen::client
