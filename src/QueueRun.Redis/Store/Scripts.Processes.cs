namespace QueueRun.Redis.Store;

/// <content>Processes: their leases, and their ends.</content>
internal static partial class Scripts
{
    /// <summary>
    /// Renews the lease of this process, or registers it. A generation is made by the first process that finds none; a process that knew
    /// another one has found that Redis lost its data.
    /// </summary>
    /// <remarks>
    /// Arguments: process, replay, lease, the known generation or empty, a new generation, whether the process is new, the program. Returns
    /// only the name of another program if a process of that lives: a prefix is that of one program. Else the generation, the number of the
    /// last message to this process, the time until a loss is repaired (or less than 0), the number of processes, whether the others have
    /// repaired a loss without this one, the processes whose lease is over, and those that are buried but not yet cleared away.
    /// </remarks>
    public const string Beat = Common + """
        local lease, known, fresh, isnew = tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6] == '1'
        local time, program, other = now(), ARGV[7], redis.call('GET', base .. 'program')
        if isnew and program ~= '' then
          if other and other ~= program and redis.call('ZCOUNT', processes, digits(time), '+inf') > 0 then return { other } end
          redis.call('SET', base .. 'program', program)
        end
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
