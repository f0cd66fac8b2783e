namespace QueueRun.Redis.Store;

/// <content>Rooms.</content>
internal static partial class Scripts
{
    /// <summary>Forgets the rooms of a user, unless the user is online.</summary>
    /// <remarks>Arguments: process, replay, user. Returns whether it was done, then the rooms.</remarks>
    public const string ForgetRooms = Common + Fence + """
        local r = read(ARGV[3])
        if r and r.online == 1 then return { 0, {} } end
        return { 1, forgetrooms(ARGV[3]) }
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
}
