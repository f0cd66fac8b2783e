// The client of Chat, written by QueueRun when that was built. Changes to this file are lost.
/* eslint-disable */

/** Connects. The types are in the file's .d.ts. */
export function connect(url, options = {}) {
  return new SocketConnection(url, contract, options);
}

const contract = {
  send: {
    enter: ["object", '"action":"enter"'],
    leave: ["object", '"action":"leave"'],
    link: ["nothing", '"action":"link"'],
    open: ["nothing", '"action":"open"'],
    say: ["object", '"action":"say"'],
    search: ["object", '"action":"search"'],
    showPicture: ["bytes"],
    signOutEverywhere: ["nothing", '"action":"sign-out-everywhere"'],
    summarise: ["object", '"action":"summarise"'],
    typing: ["object", '"action":"typing"'],
  },
  call: ["enter", "leave", "link", "open", "say", "signOutEverywhere", "summarise", "typing"],
  stream: ["search"],
  messages: {
    history: ["event", "history"],
    person: ["event", "person"],
    progress: ["event", "progress"],
    said: ["event", "said"],
    shown: ["event", "shown"],
    state: ["event", "state"],
    summary: ["event", "summary"],
    typing: ["event", "typing"],
    welcome: ["event", "welcome"],
  },
  signIn: "object",
  pings: true,
};
export { SocketError };

// --- The connection: the same in every client, made small. Its source is in src/QueueRun.Build/Client/client.ts of QueueRun. ---
// prettier-ignore
const[SocketConnection,SocketError]=(()=>{class c extends Error{name="SocketError"}const u=globalThis,w=1e4,v=3e4,g=5e3,b=["timed out","internal error","the server is shutting down"],d=()=>performance.now(),S=r=>r instanceof Error?r.message:String(r);class k{send={};call={};stream={};#L;#d;#o;#j;#f;#l=new Map;#h=new Map;#e;#t={state:"connecting"};#u;#r;#s=new Map;#y=0;#x=0;#m=0;#w=0;#a=0;#c=!1;#i=1/0;#T;#W=1/0;constructor(t,e,s){const i=s.WebSocket??u.WebSocket;if(!i)throw new Error("This runtime has no WebSocket: pass one as options.WebSocket.");this.#L=new URL(t,u.location?.href).href.replace(/^http/,"ws"),[this.#j,this.#d,this.#o]=[i,e,s],this.#f=s.silence??25e3;for(const[n,[h,f]]of Object.entries(e.messages))this.#l.has(h)||this.#l.set(h,new Map),this.#l.get(h).set(f,n);const o=(n,h)=>n[0]==="nothing"?[void 0,h[0]]:h;for(const[n,h]of Object.entries(e.send))this.send[n]=f=>this.#_(h,f);for(const n of e.call)this.call[n]=(...h)=>this.#D(e.send[n],...o(e.send[n],h));for(const n of e.stream)this.stream[n]=(...h)=>this.#J(e.send[n],...o(e.send[n],h));u.addEventListener?.("online",this.#n),u.addEventListener?.("offline",this.#n),u.document?.addEventListener("visibilitychange",this.#n),this.#S()}get status(){return this.#t}get onstatus(){return this.#u}set onstatus(t){this.#u=t,t&&y(t,this.#t)}get ready(){return this.#t.state==="open"?Promise.resolve():this.#t.state==="closed"?Promise.reject(new c(this.#t.reason)):(this.#r??=E()).promise}on(t,e){const s=i=>e(i);return this.#h.has(t)||this.#h.set(t,new Set),this.#h.get(t).add(s),()=>{this.#h.get(t).delete(s)}}retry(){this.#t.state==="waiting"&&this.#S()}close(){this.#E("closed",void 0)}#_(t,e){const s=this.#A(++this.#y,m(t,e));if(s)throw s}#D(t,e,s={}){return new Promise((i,o)=>{this.#$(t,e,s,{end:(n,h)=>n?o(n):i(h)})})}#J(t,e,s={}){return{[Symbol.asyncIterator]:()=>{const i=[],o=[];let n=!1,h;const f={done:!0,value:void 0},p=this.#$(t,e,s,{item:a=>{const l=o.shift();l?l.resolve({done:!1,value:a}):i.push(a)},end:a=>{n=!0;const l=a&&o.shift();l?l.reject(a):h=a;for(const M of o.splice(0))M.resolve(f)}});return{next:()=>new Promise((a,l)=>{if(i.length)return a({done:!1,value:i.shift()});if(!n)return void o.push({resolve:a,reject:l});if(!h)return a(f);l(h),h=void 0}),return:async()=>(i.length=0,p(void 0),h=void 0,f)}}}}#$(t,e,{timeout:s,signal:i},o){const n=++this.#y,h=a=>this.#O(n,a),f=()=>h(i.reason??new c("cancelled")),p=i?.aborted?i.reason??new c("cancelled"):this.#A(n,m(t,e,n),s,{...o,end:(a,l)=>{i?.removeEventListener("abort",f),o.end(a,l)}});return p?o.end(p):i?.addEventListener("abort",f),h}#A(t,e,s=this.#o.timeout??15e3,i={}){if(this.#t.state==="closed")return new c("closed");if(this.#t.state!=="open"&&this.#s.size>=(this.#o.maxWaiting??1e3))return new c("too many waiting");const o={data:e,timeout:s,until:d()+s,...i};this.#s.set(t,o),this.#t.state==="open"&&this.#v(t,o),this.#s.has(t)&&this.#M(o.until)}#v(t,e){this.#e.readyState!==1||e.data===void 0||(this.#e.send(e.data),e.data=void 0,e.end||this.#s.delete(t))}#O(t,e){const s=this.#s.get(t);s&&(this.#b(t,e),s.data===void 0&&this.#e?.readyState===1&&this.#e.send(`{"#":${t},"cancel":true}`))}#b(t,e,s){const i=this.#s.get(t);this.#s.delete(t),i?.end?.(e,s)}#N(t){this.#a=d(),this.#c=!1;let e=t;if(typeof t=="string")try{e=JSON.parse(t)}catch{}const s=e?.["#"];s===void 0?this.#U(e):this.#C(s,e)}#C(t,e){const s=this.#s.get(t);s&&("item"in e?(s.until=this.#a+s.timeout,s.item?.(e.item)):this.#b(t,e.error===void 0?void 0:new c(e.error),e.result))}#U(t){let e;for(const[s,i]of this.#l)e??=i.get(t?.[s]);for(const s of[...this.#h.get(e??"*")??[]])y(s,t)}async#S(){const t=++this.#m;this.#g({state:"connecting"},1/0);try{const e=await this.#o.authenticate?.();if(t!==this.#m)return;this.#i=d()+w,this.#M(this.#i);const s=this.#e=new this.#j(this.#L),i=o=>n=>{s===this.#e&&o(n)};s.binaryType="arraybuffer",s.onopen=i(()=>this.#q(e)),s.onmessage=i(o=>this.#N(o.data)),s.onclose=i(o=>this.#z(o.code,o.reason)),s.onerror=()=>{}}catch(e){t===this.#m&&this.#p(S(e))}}#q(t){const{signIn:e}=this.#d;if(e===void 0||t===null||t===void 0)return this.#k();if(e!=="object")return this.#e.send(m([e],t)),this.#k();const s=this.#e,i=++this.#y,o={data:m([e],t,i),timeout:1/0,until:1/0,end:n=>{s===this.#e&&(n?b.includes(n.message)?this.#p(n.message):this.#E(n.message,void 0):this.#k())}};this.#s.set(i,o),this.#v(i,o)}#k(){this.#w=this.#a=d(),this.#c=!1,this.#g({state:"open"},this.#d.pings?this.#a+this.#f:1/0);for(const[t,e]of this.#s)this.#v(t,e);this.#r?.resolve(),this.#r=void 0}#z(t,e){const s=this.#t.state==="open"&&d()-this.#w>g,i=t===1008&&e==="expired";t===1e3||t>=4e3||t===1008&&e==="not authenticated"||i&&!(s&&this.#o.authenticate)?this.#E(e||"closed",t):this.#p(e||(this.#t.state==="open"?"connection lost":"no connection"),t,i?0:t===1001||t===1012?g:void 0)}#p(t,e=1006,s){this.#t.state==="open"&&d()-this.#w>g&&(this.#x=0);const i=Math.random()*(s??Math.min(v,500*2**this.#x++));this.#g({state:"waiting",until:new Date(Date.now()+i),reason:t,code:e},d()+i)}#E(t,e){this.#t.state!=="closed"&&(u.removeEventListener?.("online",this.#n),u.removeEventListener?.("offline",this.#n),u.document?.removeEventListener("visibilitychange",this.#n),this.#g({state:"closed",reason:t,...e===void 0?{}:{code:e}},1/0),this.#r?.reject(new c(t)),this.#r=void 0)}#g(t,e){if(this.#t=t,this.#i=e,t.state==="waiting"||t.state==="closed"){this.#m++;const s=this.#e;this.#e=void 0,s&&s.readyState<2&&s.close(1e3);for(const[i,{data:o}]of this.#s)(o===void 0||t.state==="closed")&&this.#b(i,new c("closed"))}this.#I(),this.#u&&y(this.#u,t)}#n=t=>{const{state:e}=this.#t;t.type==="visibilitychange"&&u.document?.hidden||(t.type!=="offline"&&this.retry(),e==="open"&&!this.#c&&this.#P())};#P(){!this.#d.pings||this.#e?.readyState!==1||(this.#c=!0,this.#e.send('{"#":0}'),this.#i=d()+Math.min(w,this.#f),this.#M(this.#i))}#M(t){t<this.#W&&this.#I(t)}#I(t=this.#G()){clearTimeout(this.#T),this.#W=t,this.#T=t===1/0?void 0:setTimeout(()=>this.#R(),Math.min(Math.max(t-d(),0),2147483647))}#G(){let t=this.#i;for(const{until:e}of this.#s.values())e<t&&(t=e);return t}#R(){const t=d();for(const[e,s]of this.#s)s.until<=t&&this.#O(e,new c("timed out"));if(this.#i<=t){const{state:e}=this.#t,s=this.#a+this.#f;if(e==="waiting")return void this.#S();if(e==="connecting"||this.#c)return this.#p("no answer");s>t?this.#i=s:this.#P()}this.#I()}}function E(){const r={};return r.promise=new Promise((t,e)=>{r.resolve=t,r.reject=e}),r.promise.catch(()=>{}),r}function y(r,t){try{r(t)}catch(e){queueMicrotask(()=>{throw e})}}function m([r,t],e,s){if(r==="text"||r==="bytes")return e;if(r==="value"&&s===void 0)return JSON.stringify(e??null);const i=e===void 0?"{}":JSON.stringify(e);if(i?.[0]!=="{")throw new TypeError("A message of this handler is an object.");const o=i.slice(1,-1);let n=t&&o?`${t},${o}`:t||o;return s!==void 0&&((n===""||n==='"cancel":true')&&(n=n?`${n},"tracestate":""`:'"tracestate":""'),n=`"#":${s},${n}`),`{${n}}`}return[k,c]})();
