// How the coroutines of this room wait for Asio: what fails is in the tuple, never thrown.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace wardbridge::net {

inline constexpr auto kTuple = boost::asio::as_tuple(boost::asio::use_awaitable);

inline constexpr unsigned kHttp11 = 11;  // as Beast writes it

}  // namespace wardbridge::net
