namespace QueueRun.Redis.Store;

/// <content>Messages.</content>
internal static partial class Scripts
{
    /// <summary>Publishes a message to every other process that has one of the users.</summary>
    /// <remarks>
    /// Arguments: process, replay, kind, tail, trace or empty, users. Returns whether data was lost lately, then the indexes of the users
    /// that other processes have. While a loss is being repaired, users that are nowhere may be anywhere: all processes receive the
    /// message.
    /// </remarks>
    public const string Send = Common + Fence + """
        local kind, tail, trace = ARGV[3], ARGV[4], ARGV[5]
        local lost = redis.call('EXISTS', base .. 'lost')
        local records = redis.call('HMGET', users, unpack(ARGV, 6))
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
          if list then deliversent(process, trace, '1' .. kind .. string.char(#list) .. string.char(unpack(list)) .. tail) end
        end
        return { lost, found }
        """;

    /// <summary>Publishes a message to every other process that has the room; to all others if the room is empty.</summary>
    /// <remarks>Arguments: process, replay, kind, tail, trace or empty, room. Returns the number of processes.</remarks>
    public const string SendToRoom = Common + Fence + """
        local kind, tail, trace, room = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
        local count = 0
        if room == '' or redis.call('EXISTS', base .. 'lost') == 1 then
          for _, process in ipairs(others()) do
            deliversent(process, trace, '1' .. kind .. tail)
            count = count + 1
          end
          return count
        end
        for process in string.gmatch(redis.call('HGET', rooms, room) or '', '[^;]+') do
          if process ~= me and lives(process) then
            deliversent(process, trace, '1' .. kind .. tail)
            count = count + 1
          end
        end
        return count
        """;
}
