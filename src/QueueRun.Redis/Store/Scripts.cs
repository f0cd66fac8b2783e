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
internal static class Scripts
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

    /// <summary>Writes this process's places and devices of users. More places than allowed are refused.</summary>
    /// <remarks>
    /// Arguments: process, replay, delays, untold; for each user: id, places, devices, max (0: no limit), told (<c>x</c> if others
    /// may have called hooks since), toldNumber, JSON,
    /// whether rooms are asked for. Returns for each user: the record, empty if there is none, or <c>full</c>; then the rooms that the user's
    /// first device here comes into.
    /// </remarks>
    public const string Set = Common + Fence + """
        local delays, untold = ARGV[3] == '1', ARGV[4] == '1'
        local replies = {}
        for i = 5, #ARGV, 8 do
          local user, places, devices, max = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
          local told, toldnumber, own, asks = ARGV[i + 4], tonumber(ARGV[i + 5]), ARGV[i + 6], ARGV[i + 7] == '1'
          local r, record, here = read(user), '', {}
          if r or places > 0 or told == '1' or told == 'x' then
            r = r or create(told)
            local mine = r.at[me] or { 0, 0 }
            if max > 0 and total(r, 1) - mine[1] + places > max then
              record = 'full'
            else
              local before = total(r, 2)
              r.at[me] = places > 0 and { places, devices } or nil
              local fact = told ~= '' and toldnumber > r.toldnumber
              if fact then r.told, r.toldnumber = told, toldnumber end
              local changed = change(r, before, delays, untold)
              if fact and (told == 'x' or (told == '1' and r.flip == 0)) then r.number = nextnumber() r.flip = r.number end
              takehome(r)
              record = write(user, r, untold)
              if own ~= '' and record ~= '' then redis.call('HSET', json, user, own) end
              if changed or fact or places == 0 then tellhome(user, r, record) end
              if (mine[2] == 0 or asks) and devices > 0 then
                local all = redis.call('HGETALL', base .. 'r:' .. user)
                for k = 1, #all, 2 do
                  if string.sub(all[k + 1], 1, 1) == 'u' then
                    here[#here + 1] = all[k]
                    addroute(all[k], me)
                  end
                end
              end
            end
          end
          replies[#replies + 1] = record
          replies[#replies + 1] = here
        end
        return replies
        """;

    /// <summary>
    /// The hooks of a user were called: the newest number counts, also from a process that has been buried. The other processes that have
    /// the user are told, because first messages wait there, and so is the home.
    /// </summary>
    /// <remarks>Arguments: process, replay, user, told, number. Returns the record; empty if there is none any more.</remarks>
    public const string Told = Common + """
        local user, told, number = ARGV[3], ARGV[4], tonumber(ARGV[5])
        local r = read(user)
        if not r then return '' end
        if number > r.toldnumber then
          r.told, r.toldnumber = told, number
          for process, counts in pairs(r.at) do
            if process ~= me and process ~= r.home and lives(process) then deliver(process, '1T' .. text(user) .. text(format(r))) end
          end
          if r.home ~= me and lives(r.home) then deliver(r.home, '1T' .. text(user) .. text(format(r))) end
        end
        return write(user, r, false)
        """;

    /// <summary>The delay of a departure is over at the user's home. Nothing happens if the user has come back since that number.</summary>
    /// <remarks>Arguments: process, replay, untold, user, number. Returns the record; empty if there is none.</remarks>
    public const string Gone = Common + Fence + """
        local untold, user, number = ARGV[3] == '1', ARGV[4], tonumber(ARGV[5])
        local r = read(user)
        if not r then return '' end
        if r.home == me and r.number == number and r.online == 1 and total(r, 2) == 0 then
          r.number, r.online = nextnumber(), 0
          r.flip = r.number
          if untold then r.told, r.toldnumber = '0', r.number end
        end
        return write(user, r, untold)
        """;

    /// <summary>
    /// Another process becomes the home of a user who is online, and was told so: one that has the user, or else any.
    /// </summary>
    /// <remarks>
    /// Arguments: process, replay, user. Returns the new home; empty if there is no other process, this is not the home, or hooks are still
    /// to be called.
    /// </remarks>
    public const string Resign = Common + Fence + """
        local user = ARGV[3]
        local r = read(user)
        if not r or r.home ~= me or r.online ~= 1 or r.told ~= '1' or r.toldnumber < r.flip then return '' end
        local to = ''
        for process, counts in pairs(r.at) do
          if process ~= me and counts[2] > 0 and lives(process) then to = process end
        end
        if to == '' then to = others()[1] or '' end
        if to == '' then return '' end
        r.home, r.number = to, nextnumber()
        tellhome(user, r, write(user, r, false))
        return to
        """;

    /// <summary>Forgets the rooms of a user, unless the user is online.</summary>
    /// <remarks>Arguments: process, replay, user. Returns whether it was done, then the rooms.</remarks>
    public const string ForgetRooms = Common + Fence + """
        local r = read(ARGV[3])
        if r and r.online == 1 then return { 0, {} } end
        return { 1, forgetrooms(ARGV[3]) }
        """;

    /// <summary>Publishes a message to every other process that has one of the users.</summary>
    /// <remarks>
    /// Arguments: process, replay, kind, tail, users. Returns whether data was lost lately, then the indexes of the users that other
    /// processes have. While a loss is being repaired, users that are nowhere may be anywhere: all processes receive the message.
    /// </remarks>
    public const string Send = Common + Fence + """
        local kind, tail = ARGV[3], ARGV[4]
        local lost = redis.call('EXISTS', base .. 'lost')
        local records = redis.call('HMGET', users, unpack(ARGV, 5))
        local at, found, nowhere = {}, {}, {}
        for i, record in ipairs(records) do
          local is = false
          for process, devices in string.gmatch(record or '', ';([^=;]+)=%d+%.(%d+)') do
            if process ~= me and devices ~= '0' then
              if at[process] == nil then at[process] = lives(process) and {} end
              if at[process] then
                at[process][#at[process] + 1] = i - 1
                is = true
              end
            end
          end
          if is then found[#found + 1] = i - 1 else nowhere[#nowhere + 1] = i - 1 end
        end
        if lost == 1 and #nowhere > 0 then
          for _, process in ipairs(others()) do
            at[process] = at[process] or {}
            for _, i in ipairs(nowhere) do at[process][#at[process] + 1] = i end
          end
        end
        for process, list in pairs(at) do
          if list then deliver(process, '1' .. kind .. string.char(#list) .. string.char(unpack(list)) .. tail) end
        end
        return { lost, found }
        """;

    /// <summary>Publishes a message to every other process that has the room; to all others if the room is empty.</summary>
    /// <remarks>Arguments: process, replay, kind, tail, room. Returns the number of processes.</remarks>
    public const string SendToRoom = Common + Fence + """
        local kind, tail, room = ARGV[3], ARGV[4], ARGV[5]
        local count = 0
        if room == '' or redis.call('EXISTS', base .. 'lost') == 1 then
          for _, process in ipairs(others()) do
            deliver(process, '1' .. kind .. tail)
            count = count + 1
          end
          return count
        end
        for process in string.gmatch(redis.call('HGET', rooms, room) or '', '[^;]+') do
          if process ~= me and lives(process) then
            deliver(process, '1' .. kind .. tail)
            count = count + 1
          end
        end
        return count
        """;

    /// <summary>The hooks for a user's room were called: the rooms that were told are kept until they are told to be left.</summary>
    /// <remarks>Arguments: process, replay, user, whether the user is in, rooms.</remarks>
    public const string ToldRooms = Common + """
        local key = base .. 't:' .. ARGV[3]
        if redis.call('HEXISTS', users, ARGV[3]) == 0 then return 0 end
        for i = 5, #ARGV do
          if ARGV[4] == '1' then redis.call('HSET', key, ARGV[i], '1') else redis.call('HDEL', key, ARGV[i]) end
        end
        return 1
        """;

    /// <summary>
    /// Puts users into a room: with all of their connections (<c>u</c>), or with connections of this process alone (the process's id).
    /// Later sends find the processes that have one of the users; these are told.
    /// </summary>
    /// <remarks>
    /// Arguments: process, replay, whether there are hooks for rooms, room, mark, max, users. Returns the index of the first user with too
    /// many rooms, or -1.
    /// </remarks>
    public const string Enter = Common + Fence + """
        local hooks, room, mark, max = ARGV[3] == '1', ARGV[4], ARGV[5], tonumber(ARGV[6])
        for i = 7, #ARGV do
          local user = ARGV[i]
          local r, key = read(user), base .. 'r:' .. user
          if r and r.online == 1 then
            local marks = redis.call('HGET', key, room)
            if not marks and redis.call('HLEN', key) >= max then return i - 7 end
            local have = ';' .. (marks or '') .. ';'
            if not string.find(have, ';' .. mark .. ';', 1, true) then
              local new = mark
              if marks then new = mark == 'u' and 'u;' .. marks or marks .. ';' .. mark end
              redis.call('HSET', key, room, new)
            end
            if mark == 'u' then
              for process, counts in pairs(r.at) do
                if counts[2] > 0 and lives(process) then
                  addroute(room, process)
                  if process ~= me then deliver(process, '1E' .. text(user) .. text(room)) end
                end
              end
            end
            if not marks then
              redis.call('SADD', base .. 'm:' .. room, user)
              if hooks then tellrooms('J', user, r.home, room) end
            end
          end
        end
        return -1
        """;

    /// <summary>Removes users from a room: with all of their connections (<c>u</c>), or with those of this process.</summary>
    /// <remarks>
    /// Arguments: process, replay, whether there are hooks for rooms, room, mark, users.
    /// </remarks>
    public const string Exit = Common + Fence + """
        local hooks, room, mark = ARGV[3] == '1', ARGV[4], ARGV[5]
        for i = 6, #ARGV do
          local user = ARGV[i]
          local key = base .. 'r:' .. user
          local marks = redis.call('HGET', key, room)
          if marks then
            local left = {}
            if mark ~= 'u' then
              for one in string.gmatch(marks, '[^;]+') do
                if one ~= mark then left[#left + 1] = one end
              end
            end
            local r = read(user)
            if mark == 'u' and r then
              for process, counts in pairs(r.at) do
                if process ~= me and counts[2] > 0 and lives(process) then deliver(process, '1X' .. text(user) .. text(room)) end
              end
            end
            if #left > 0 then
              redis.call('HSET', key, room, table.concat(left, ';'))
            else
              redis.call('HDEL', key, room)
              redis.call('SREM', base .. 'm:' .. room, user)
              if r and hooks then tellrooms('L', user, r.home, room) end
            end
          end
        end
        return 1
        """;

    /// <summary>This process has the first connection in rooms.</summary>
    /// <remarks>Arguments: process, replay, rooms.</remarks>
    public const string AddRoutes = Common + Fence + """
        for i = 3, #ARGV do addroute(ARGV[i], me) end
        return 1
        """;

    /// <summary>
    /// This process has no connection in rooms any more. Nothing is done if a message to this process is under way: it may be one that puts
    /// a user into a room.
    /// </summary>
    /// <remarks>Arguments: process, replay, the number of the last message received, rooms. Returns whether it was done.</remarks>
    public const string RemoveRoutes = Common + Fence + """
        if (redis.call('HGET', seqs, me) or '0') ~= ARGV[3] then return 0 end
        for i = 4, #ARGV do removeroute(ARGV[i], me) end
        return 1
        """;

    /// <summary>
    /// Renews the lease of this process, or registers it. A generation is made by the first process that finds none; a process that knew
    /// another one has found that Redis lost its data.
    /// </summary>
    /// <remarks>
    /// Arguments: process, replay, lease, the known generation or empty, a new generation, whether the process is new. Returns the
    /// generation, the number of the last message to this process, the time until a loss is repaired (or less than 0), the number of
    /// processes, whether the others have repaired a loss without this one, the processes whose lease is over, and those that are buried but
    /// not yet cleared away.
    /// </remarks>
    public const string Beat = Common + """
        local lease, known, fresh, isnew = tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6] == '1'
        local generation = redis.call('GET', base .. 'generation')
        if not generation then
          generation = fresh
          redis.call('SET', base .. 'generation', fresh)
          redis.call('SET', base .. 'young', '1', 'PX', lease)
        end
        local late = 0
        if isnew then
          redis.call('HSET', seqs, me, 0)
          if known ~= '' and known ~= generation then
            if not isyoung() then late = 1 end
            redis.call('SET', base .. 'lost', '1', 'PX', lease)
          end
        elseif not lives(me) then
          return redis.error_reply('fenced')
        end
        local time = now()
        redis.call('ZADD', processes, time + lease, me)
        if replay > 0 then redis.call('PEXPIRE', base .. 's:' .. me, lease * 2) end
        return {
          generation, tonumber(redis.call('HGET', seqs, me)), redis.call('PTTL', base .. 'lost'),
          redis.call('ZCARD', processes), late, redis.call('ZRANGEBYSCORE', processes, '-inf', '(' .. digits(time)), redis.call('SMEMBERS', base .. 'dead') }
        """;

    /// <summary>Buries a process if its lease is over: it is not among the living any more, and its users are to be cleared away.</summary>
    /// <remarks>Arguments: process, replay, the other process.</remarks>
    public const string Bury = Common + Fence + """
        local other = ARGV[3]
        local over = redis.call('ZSCORE', processes, other)
        if not over or tonumber(over) >= now() then return 0 end
        redis.call('ZREM', processes, other)
        redis.call('SADD', base .. 'dead', other)
        redis.call('DEL', base .. 's:' .. other)
        redis.call('HDEL', seqs, other)
        return 1
        """;

    /// <summary>Clears a slice of the users and rooms of a dead process away. Users whose home it was get this process as their home.
    /// Nothing happens if the process lives: it has renewed its lease just before it was to be buried.</summary>
    /// <remarks>
    /// Arguments: process, replay, delays, untold, whether there are hooks for rooms, the dead process, <c>u</c> or <c>r</c>, cursor,
    /// whether slices may have been cleared without a reply: then all users with this home are returned. Returns the next cursor, then user
    /// and record of each that has this home now.
    /// </remarks>
    public const string Reap = Common + Fence + """
        local delays, untold, hooks = ARGV[3] == '1', ARGV[4] == '1', ARGV[5] == '1'
        local dead, what, cursor, again = ARGV[6], ARGV[7], ARGV[8], ARGV[9] == '1'
        if lives(dead) then return { '0' } end
        local slice = redis.call('HSCAN', what == 'u' and users or rooms, cursor, 'COUNT', 200)
        local reply = { slice[1] }
        for i = 1, #slice[2], 2 do
          local name, value = slice[2][i], slice[2][i + 1]
          if what == 'r' then
            removeroute(name, dead)
          elseif not string.find(value, dead, 1, true) then
            if again and string.find(value, ',' .. me .. ',', 1, true) then
              reply[#reply + 1] = name
              reply[#reply + 1] = value
            end
          else
            local r = parse(value)
            local before = total(r, 2)
            local had = r.at[dead]
            r.at[dead] = nil
            local changed = change(r, before, delays, untold)
            local mine = takehome(r)
            if had then
              local key = base .. 'r:' .. name
              local all = redis.call('HGETALL', key)
              for k = 1, #all, 2 do
                local left = {}
                for one in string.gmatch(all[k + 1], '[^;]+') do
                  if one ~= dead then left[#left + 1] = one end
                end
                if #left > 0 then
                  redis.call('HSET', key, all[k], table.concat(left, ';'))
                else
                  redis.call('HDEL', key, all[k])
                  redis.call('SREM', base .. 'm:' .. all[k], name)
                  if hooks then tellrooms('L', name, r.home, all[k]) end
                end
              end
            end
            local record = write(name, r, untold)
            if r.home == me and (mine or changed) then
              reply[#reply + 1] = name
              reply[#reply + 1] = record
            elseif had then
              tellhome(name, r, record)
            end
          end
        end
        if what == 'r' and slice[1] == '0' then redis.call('SREM', base .. 'dead', dead) end
        return reply
        """;

    /// <summary>This process ends.</summary>
    /// <remarks>Arguments: process, replay, whether users of it may be left: then others clear it away.</remarks>
    public const string Quit = Common + """
        redis.call('ZREM', processes, me)
        redis.call('DEL', base .. 's:' .. me)
        redis.call('HDEL', seqs, me)
        if ARGV[3] == '1' then redis.call('SADD', base .. 'dead', me) end
        return 1
        """;
}
