namespace QueueRun.Redis.Store;

/// <summary>
/// The commands of the directory, as Redis executes them: each is one step. All keys have one prefix, and so one slot of a cluster.
/// </summary>
/// <remarks>
/// <para>
/// A process writes its own absolute counts, never an increment: a command that timed out may have been executed, and is written again.
/// All scripts except <see cref="Told"/>, which carries a fact, fail with <c>fenced</c> if the process is not among the living.
/// </para>
/// <para>
/// A user's record: <c>number,flip,home,online,told,toldNumber</c>, then <c>;process=places.devices</c> for each process that has the user.
/// <c>number</c> rises with every change, <c>flip</c> is the number at which <c>online</c> changed last, <c>told</c> is <c>x</c> if it is
/// unknown what hooks were called for last.
/// </para>
/// </remarks>
internal static partial class Scripts
{
    /// <summary>The error of a script whose process has been buried, or is unknown because Redis lost its data.</summary>
    public const string Fenced = "fenced";

    /// <summary>
    /// The server's memory, and what it does when that is full. As a script, because INFO is an administrator's command for the client.
    /// </summary>
    public const string Memory = "return redis.call('INFO', 'memory')";

    private const string Common = """
        local users = KEYS[1]
        local base = string.sub(users, 1, -6)
        local processes, seqs, rooms, json = base .. 'processes', base .. 'seq', base .. 'rooms', base .. 'json'
        local me, replay = ARGV[1], tonumber(ARGV[2])

        local function digits(n) return string.format('%.0f', n) end

        local function now()
          local time = redis.call('TIME')
          return time[1] * 1000 + math.floor(time[2] / 1000)
        end

        local function nextnumber()
          local time = redis.call('TIME')
          local number = math.max(tonumber(redis.call('GET', base .. 'number') or 0) + 1, time[1] * 1000000 + time[2])
          redis.call('SET', base .. 'number', digits(number))
          return number
        end

        local function lives(process) return redis.call('ZSCORE', processes, process) ~= false end

        local function text(s) return struct.pack('>I4', #s) .. s end

        local function deliver(process, message)
          local seq = redis.call('HINCRBY', seqs, process, 1)
          if replay > 0 then redis.call('XADD', base .. 's:' .. process, 'MAXLEN', '~', replay, seq .. '-0', 'm', message) end
          redis.call('PUBLISH', base .. 'p:' .. process, seq .. ':' .. message)
        end

        -- The trace of a send is a message of its own, before it: a process that knows no traces passes over it.
        local function deliversent(process, trace, message)
          if trace ~= '' then deliver(process, '1N' .. trace) end
          deliver(process, message)
        end

        local function others()
          local found = {}
          for _, process in ipairs(redis.call('ZRANGE', processes, 0, -1)) do
            if process ~= me then found[#found + 1] = process end
          end
          return found
        end

        local function parse(record)
          local r = { at = {} }
          local number, flip, home, online, told, toldnumber = string.match(record, '^(%d+),(%d+),([^,]*),(%d),([01x]),(%d+)')
          r.number, r.flip, r.home, r.online = tonumber(number), tonumber(flip), home, tonumber(online)
          r.told, r.toldnumber = told, tonumber(toldnumber)
          for process, places, devices in string.gmatch(record, ';([^=;]+)=(%d+)%.(%d+)') do
            r.at[process] = { tonumber(places), tonumber(devices) }
          end
          return r
        end

        local function read(user)
          local record = redis.call('HGET', users, user)
          return record and parse(record)
        end

        local function format(r)
          local parts, names = {}, {}
          for process in pairs(r.at) do names[#names + 1] = process end
          table.sort(names)
          for _, process in ipairs(names) do parts[#parts + 1] = ';' .. process .. '=' .. r.at[process][1] .. '.' .. r.at[process][2] end
          return table.concat({ digits(r.number), digits(r.flip), r.home, r.online, r.told, digits(r.toldnumber) }, ',') .. table.concat(parts)
        end

        local function total(r, what)
          local sum = 0
          for _, counts in pairs(r.at) do sum = sum + counts[what] end
          return sum
        end

        local function addroute(room, process)
          local at = redis.call('HGET', rooms, room) or ';'
          if not string.find(at, ';' .. process .. ';', 1, true) then redis.call('HSET', rooms, room, at .. process .. ';') end
        end

        local function removeroute(room, process)
          local at = redis.call('HGET', rooms, room)
          if not at then return end
          local from, to = string.find(at, ';' .. process .. ';', 1, true)
          if not from then return end
          at = string.sub(at, 1, from) .. string.sub(at, to + 1)
          if at == ';' then redis.call('HDEL', rooms, room) else redis.call('HSET', rooms, room, at) end
        end

        local function forgetrooms(user)
          local key, left = base .. 'r:' .. user, {}
          for _, room in ipairs(redis.call('HKEYS', key)) do
            redis.call('SREM', base .. 'm:' .. room, user)
            left[#left + 1] = room
          end
          redis.call('DEL', key)
          return left
        end

        -- The devices of a user came or went: the number rises, and online changes unless a departure's delay has to pass first.
        local function change(r, before, delays, untold)
          local after = total(r, 2)
          if (before == 0) == (after == 0) then return false end
          r.number = nextnumber()
          local online = (after > 0 or (delays and r.online == 1)) and 1 or 0
          if online ~= r.online then r.online, r.flip = online, r.number end
          if untold then r.told, r.toldnumber = tostring(r.online), r.number end
          return true
        end

        -- The processes may not have written yet what they knew before data was lost.
        local function isyoung() return redis.call('EXISTS', base .. 'lost', base .. 'young') > 0 end

        -- A user without a record was told offline, unless data was lost lately, or this process knows of another call.
        local function create(told)
          local number = nextnumber()
          local isopen = told ~= '' or isyoung()
          return { number = number, flip = 0, home = me, online = 0, told = '0', toldnumber = isopen and 0 or number, at = {} }
        end

        -- If it is unknown what was told, what the former home reports later is old: the new home calls hooks for this number.
        local function takehome(r)
          if r.home == me or lives(r.home) then return false end
          r.home, r.number = me, nextnumber()
          if r.toldnumber < r.flip or r.told ~= tostring(r.online) then r.told, r.flip = 'x', r.number end
          return true
        end

        -- Only the home forgets a user, who is nowhere and was told offline; or anybody, if nothing is ever told.
        local function write(user, r, untold)
          if next(r.at) == nil and r.online == 0 and r.told == '0' and r.toldnumber >= r.flip and (untold or r.home == me) then
            redis.call('HDEL', users, user)
            redis.call('HDEL', json, user)
            redis.call('DEL', base .. 't:' .. user)
            forgetrooms(user)
            return ''
          end
          local record = format(r)
          redis.call('HSET', users, user, record)
          return record
        end

        -- Through the home's channel even if this process is the home: so changes of rooms come in their order.
        local function tellrooms(kind, user, home, room)
          if home ~= '' and lives(home) then deliver(home, '1' .. kind .. text(user) .. text(room)) end
        end

        local function tellhome(user, r, record)
          if r.home ~= me and record ~= '' then deliver(r.home, '1U' .. text(user) .. text(record)) end
        end

        """;

    private const string Fence = """
        if not lives(me) then return redis.error_reply('fenced') end

        """;
}
