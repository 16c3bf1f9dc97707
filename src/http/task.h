#pragma once

#include <chrono>
#include <utility> // Boost 1.74 forgets it before its coroutines

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace platen::http {

namespace asio = boost::asio;

// Each connection is a coroutine on a strand of its own: its code never runs on two threads at
// once.
using Strand = asio::strand<asio::io_context::executor_type>;
template<class T> using Task = asio::awaitable<T, Strand>;
inline constexpr asio::use_awaitable_t<Strand> use_task{};

using Clock = std::chrono::steady_clock;

} // namespace platen::http
